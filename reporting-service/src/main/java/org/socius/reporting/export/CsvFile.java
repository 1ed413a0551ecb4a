package org.socius.reporting.export;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Writes a sheet as comma-separated values (RFC 4180) in UTF-8, with the mark that tells
 * spreadsheets so. A text that a spreadsheet would take for a formula is written with an apostrophe
 * before it (OWASP, CSV injection).
 */
final class CsvFile {

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final String FORMULA = "=+-@\t\r";

    private CsvFile() {}

    static void write(Sheet sheet, OutputStream out) throws IOException {
        Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        writer.write(BYTE_ORDER_MARK);
        CSVPrinter printer = new CSVPrinter(writer, CSVFormat.RFC4180);
        printer.printRecord(sheet.columns().stream().map(CsvFile::safe));
        for (Map<String, @Nullable Object> row : sheet.rows()) {
            printer.printRecord(sheet.columns().stream().map(column -> safe(row.get(column))));
        }
        printer.flush();
    }

    static @Nullable Object safe(@Nullable Object value) {
        return value instanceof String text
                        && !text.isEmpty()
                        && FORMULA.indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : value;
    }
}
