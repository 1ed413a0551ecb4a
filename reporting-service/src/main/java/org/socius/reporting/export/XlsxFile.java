package org.socius.reporting.export;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * Writes a sheet as a workbook (ECMA-376): what was asked in the first lines, then the header,
 * which stays in sight and filters, then typed cells; a second sheet has everything that was asked
 * and what the figures mean. Texts are never formulas.
 */
final class XlsxFile {

    /** More than a cell may hold is cut off. */
    private static final int LONGEST = 32_767;

    private static final List<String> ABOVE = List.of("query", "asOf", "knownAt");
    private static final int FLUSHED_ROWS = 1_000;

    private XlsxFile() {}

    static void write(Sheet sheet, OutputStream out) throws IOException {
        try (Workbook workbook = new Workbook(out, "Socius", "1.0")) {
            Worksheet figures = workbook.newWorksheet("Figures");
            int line = 0;
            for (String name : ABOVE) {
                figures.value(line, 0, name);
                figures.value(line, 1, cut(sheet.facts().getOrDefault(name, "")));
                line++;
            }
            int header = line + 1;
            for (int column = 0; column < sheet.columns().size(); column++) {
                figures.value(header, column, sheet.columns().get(column));
                figures.style(header, column).bold().set();
            }
            figures.freezePane(0, header + 1);
            if (!sheet.columns().isEmpty()) {
                figures.setAutoFilter(
                        header, 0, header + sheet.rows().size(), sheet.columns().size() - 1);
            }
            line = header;
            for (Map<String, @Nullable Object> row : sheet.rows()) {
                line++;
                for (int column = 0; column < sheet.columns().size(); column++) {
                    put(figures, line, column, row.get(sheet.columns().get(column)));
                }
                if (line % FLUSHED_ROWS == 0) {
                    figures.flush();
                }
            }
            figures.finish();
            Worksheet asked = workbook.newWorksheet("Query");
            line = 0;
            for (Map<String, String> part : List.of(sheet.facts(), sheet.definitions())) {
                for (Map.Entry<String, String> fact : part.entrySet()) {
                    asked.value(line, 0, fact.getKey());
                    asked.value(line, 1, cut(fact.getValue()));
                    line++;
                }
                line++;
            }
            asked.finish();
        }
    }

    private static void put(Worksheet sheet, int line, int column, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case LocalDate day -> {
                sheet.value(line, column, day);
                sheet.style(line, column).format("yyyy-mm-dd").set();
            }
            case Boolean truth -> sheet.value(line, column, truth);
            case Number number -> sheet.value(line, column, number);
            default -> sheet.value(line, column, cut(value.toString()));
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
