package org.socius.reporting.export;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.reporting.asked.Meta;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes tables and lists as files for spreadsheets to whoever accepts such a type. Only answers of
 * operations that say they produce it are written so.
 *
 * <p>All rows of the filter are written, unless a page is asked for. The header {@code
 * X-Socius-Query} says what was asked, by which day and known when, because a CSV file has no room
 * for it.
 */
@Component
public final class Spreadsheets implements HttpMessageConverter<Object> {

    public static final String CSV = "text/csv";
    public static final String XLSX =
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static final String QUERY = "X-Socius-Query";
    private static final MediaType CSV_TYPE = MediaType.parseMediaType(CSV);
    private static final MediaType XLSX_TYPE = MediaType.parseMediaType(XLSX);

    private final JsonMapper json;

    Spreadsheets(JsonMapper json) {
        this.json = json;
    }

    /** The page that is asked for; for a spreadsheet that names none, everything. */
    public static <T> Page<T> cut(List<T> all, ListQuery query, HttpServletRequest http) {
        String accept = http.getHeader(HttpHeaders.ACCEPT);
        boolean sheet = accept != null && (accept.contains(CSV) || accept.contains(XLSX));
        return sheet && http.getParameter("page") == null && http.getParameter("size") == null
                ? new Page<>(all, 0, all.size(), all.size(), 1)
                : Page.cut(all, query);
    }

    @Override
    public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
        return false;
    }

    @Override
    public Object read(Class<?> type, HttpInputMessage message) {
        throw new HttpMessageNotReadableException("spreadsheets are not read", message);
    }

    @Override
    public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
        return mediaType != null
                && (CSV_TYPE.includes(mediaType) || XLSX_TYPE.includes(mediaType))
                && (Map.class.isAssignableFrom(type) || Meta.OfPage.class.isAssignableFrom(type));
    }

    @Override
    public List<MediaType> getSupportedMediaTypes() {
        return List.of(CSV_TYPE, XLSX_TYPE);
    }

    @Override
    public void write(Object answer, @Nullable MediaType type, HttpOutputMessage message)
            throws IOException {
        HttpServletRequest http =
                ((ServletRequestAttributes) RequestContextHolder.currentRequestAttributes())
                        .getRequest();
        JsonNode tree = json.valueToTree(answer);
        String asked = http.getRequestURI() + query(http.getQueryString());
        Sheet sheet = Sheet.of(tree, URLDecoder.decode(asked, StandardCharsets.UTF_8));
        boolean csv = CSV_TYPE.includes(type);
        HttpHeaders headers = message.getHeaders();
        headers.setContentType(csv ? new MediaType(CSV_TYPE, StandardCharsets.UTF_8) : XLSX_TYPE);
        headers.set(
                QUERY,
                asked
                        + sheet.facts().entrySet().stream()
                                .filter(
                                        one ->
                                                List.of("asOf", "knownAt", "generatedAt")
                                                        .contains(one.getKey()))
                                .map(one -> "; " + one.getKey() + "=" + one.getValue())
                                .collect(Collectors.joining()));
        headers.setContentDisposition(
                ContentDisposition.attachment()
                        .filename(name(http.getRequestURI(), sheet) + (csv ? ".csv" : ".xlsx"))
                        .build());
        headers.setVary(List.of(HttpHeaders.ACCEPT));
        if (csv) {
            CsvFile.write(sheet, message.getBody());
        } else {
            XlsxFile.write(sheet, message.getBody());
        }
        message.getBody().flush();
    }

    private static String query(@Nullable String asked) {
        return asked == null ? "" : "?" + asked;
    }

    /** Such as {@code actions-by-country-records-2026-03-02}. */
    private static String name(String uri, Sheet sheet) {
        String path = uri.substring(uri.indexOf("/v1/") + "/v1/".length());
        return (path.startsWith("reports/") ? path.substring("reports/".length()) : path)
                        .replaceAll("[^A-Za-z0-9-]", "-")
                + '-'
                + sheet.facts().getOrDefault("asOf", "");
    }
}
