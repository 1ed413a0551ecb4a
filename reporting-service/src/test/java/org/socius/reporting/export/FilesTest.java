package org.socius.reporting.export;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The files, read by other libraries than those that wrote them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FilesTest {

    private static final String ANSWER =
            """
            {
              "rows": [
                {"country": "CO", "title": {"en": "Coverage, wide", "es": "Cobertura"},
                 "actions": 3, "workingDays": 12.5, "open": true, "on": "2026-03-02",
                 "themes": ["SI-COV", "LB-INF"], "place": {"city": "Bogotá", "zip": null}},
                {"country": null, "title": {"es": "=SUMA(A1:A9)"}, "actions": 0,
                 "workingDays": 4, "open": false, "on": null, "themes": [],
                 "place": {"city": "ქუთაისი \\"old\\"\\nnew"}, "late": "-1+1"}
              ],
              "totals": {"actions": 3},
              "definition": {"actions": "Actions that were approved."},
              "meta": {"asOf": "2026-03-31", "knownAt": "2026-04-01T10:00:00Z",
                       "positions": {"socius.action.v1": 7}}
            }
            """;
    private static final Sheet SHEET =
            Sheet.of(JsonMapper.shared().readTree(ANSWER), "/reports/x?country=CO");

    @Test
    void columns_come_in_the_order_in_which_rows_name_them() {
        assertThat(SHEET.columns())
                .containsExactly(
                        "country",
                        "title",
                        "actions",
                        "workingDays",
                        "open",
                        "on",
                        "themes",
                        "place.city",
                        "place.zip",
                        "late");
    }

    @Test
    void comma_separated_values_are_read_by_others_and_hold_no_formula() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        CsvFile.write(SHEET, file);
        byte[] bytes = file.toByteArray();
        assertThat(bytes).startsWith(0xEF, 0xBB, 0xBF);
        String text = new String(bytes, StandardCharsets.UTF_8).substring(1);
        List<List<String>> lines = new ArrayList<>();
        try (var read = CsvReader.builder().ofCsvRecord(text)) {
            read.forEach(line -> lines.add(line.getFields()));
        }
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo(SHEET.columns());
        assertThat(lines.get(1))
                .containsExactly(
                        "CO",
                        "Coverage, wide",
                        "3",
                        "12.5",
                        "true",
                        "2026-03-02",
                        "SI-COV; LB-INF",
                        "Bogotá",
                        "",
                        "");
        assertThat(lines.get(2).get(1)).isEqualTo("'=SUMA(A1:A9)");
        assertThat(lines.get(2).get(7)).isEqualTo("ქუთაისი \"old\"\nnew");
        assertThat(lines.get(2).get(9)).isEqualTo("'-1+1");
        assertThat(text).contains("\r\n");
    }

    @Test
    void a_negative_number_is_no_formula() {
        assertThat(CsvFile.safe(-4L)).isEqualTo(-4L);
        assertThat(CsvFile.safe("@A1")).isEqualTo("'@A1");
        assertThat(CsvFile.safe("a=1")).isEqualTo("a=1");
        assertThat(CsvFile.safe("")).isEqualTo("");
        assertThat(CsvFile.safe(null)).isNull();
    }

    @Test
    void a_workbook_has_typed_cells_a_frozen_header_a_filter_and_what_was_asked()
            throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        XlsxFile.write(SHEET, file);
        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(file.toByteArray()))) {
            XSSFSheet figures = book.getSheet("Figures");
            assertThat(figures.getRow(0).getCell(1).getStringCellValue())
                    .isEqualTo("/reports/x?country=CO");
            assertThat(figures.getRow(1).getCell(1).getStringCellValue()).isEqualTo("2026-03-31");
            assertThat(figures.getRow(4).getCell(2).getStringCellValue()).isEqualTo("actions");
            assertThat(figures.getPaneInformation().getHorizontalSplitPosition())
                    .isEqualTo((short) 5);
            assertThat(figures.getCTWorksheet().getAutoFilter().getRef()).isEqualTo("A5:J7");
            assertThat(figures.getRow(5).getCell(2).getNumericCellValue()).isEqualTo(3);
            assertThat(figures.getRow(5).getCell(3).getNumericCellValue()).isEqualTo(12.5);
            assertThat(figures.getRow(5).getCell(4).getBooleanCellValue()).isTrue();
            Cell day = figures.getRow(5).getCell(5);
            assertThat(DateUtil.isCellDateFormatted(day)).isTrue();
            assertThat(day.getLocalDateTimeCellValue().toLocalDate())
                    .isEqualTo(LocalDate.of(2026, 3, 2));
            Cell text = figures.getRow(6).getCell(1);
            assertThat(text.getCellType()).isEqualTo(CellType.STRING);
            assertThat(text.getStringCellValue()).isEqualTo("=SUMA(A1:A9)");
            XSSFSheet asked = book.getSheet("Query");
            Map<String, String> facts = new java.util.TreeMap<>();
            asked.forEach(
                    row ->
                            facts.put(
                                    row.getCell(0).getStringCellValue(),
                                    row.getCell(1).getStringCellValue()));
            assertThat(facts)
                    .containsEntry("knownAt", "2026-04-01T10:00:00Z")
                    .containsEntry("positions", "{\"socius.action.v1\":7}")
                    .containsEntry("actions", "Actions that were approved.");
        }
    }
}
