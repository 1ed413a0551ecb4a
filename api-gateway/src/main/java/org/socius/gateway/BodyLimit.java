package org.socius.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses bodies of an unknown format and bodies that are too large: by their stated length before
 * a byte is read, and by counting where the length is not stated.
 */
class BodyLimit extends OncePerRequestFilter {

    /**
     * Request attribute with the limit that the body was found to exceed while it was passed on.
     */
    private static final String EXCEEDED = BodyLimit.class.getName() + ".exceeded";

    private static final Set<String> FORMATS =
            Set.of(
                    MediaType.APPLICATION_JSON_VALUE,
                    MediaType.APPLICATION_NDJSON_VALUE,
                    "application/merge-patch+json",
                    MediaType.MULTIPART_FORM_DATA_VALUE);

    /** Room for the fields and the seams of a multipart body around its file. */
    private static final long AROUND_FILE = 64 << 10;

    private final GatewaySettings settings;

    BodyLimit(GatewaySettings settings) {
        this.settings = settings;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        boolean body =
                request.getContentLengthLong() > 0
                        || request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        if (!body) {
            chain.doFilter(request, response);
            return;
        }
        String format = format(request);
        if (!FORMATS.contains(format) || request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
            GatewayProblem.UNSUPPORTED_MEDIA_TYPE.answer(
                    response,
                    "Bodies are application/json, application/x-ndjson or multipart/form-data, not compressed.");
            return;
        }
        DataSize limit =
                MediaType.MULTIPART_FORM_DATA_VALUE.equals(format)
                        ? DataSize.ofBytes(settings.attachmentLimit().toBytes() + AROUND_FILE)
                        : settings.bodyLimit();
        if (request.getContentLengthLong() > limit.toBytes()) {
            refuse(response, limit.toBytes());
            return;
        }
        chain.doFilter(new Counted(request, limit.toBytes()), response);
        refuseIfExceeded(request, response);
    }

    /**
     * Answers for a request that failed because its body turned out too large; false if that is not
     * the reason.
     */
    static boolean refuseIfExceeded(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (request.getAttribute(EXCEEDED) instanceof Long limit) {
            refuse(response, limit);
            return true;
        }
        return false;
    }

    private static String format(HttpServletRequest request) {
        try {
            MediaType stated = MediaType.parseMediaType(String.valueOf(request.getContentType()));
            return stated.getType() + "/" + stated.getSubtype();
        } catch (InvalidMediaTypeException unreadable) {
            return "";
        }
    }

    private static void refuse(HttpServletResponse response, long limit) throws IOException {
        GatewayProblem.BODY_TOO_LARGE.answer(
                response,
                "A body of this kind may have at most " + limit + " bytes.",
                Map.of("limitBytes", limit));
    }

    /** A request whose body ends with an exception after the limit. */
    private static final class Counted extends HttpServletRequestWrapper {

        private final long limit;

        Counted(HttpServletRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Stream(super.getInputStream());
        }

        private final class Stream extends ServletInputStream {

            private final ServletInputStream source;
            private long read;

            Stream(ServletInputStream source) {
                this.source = source;
            }

            @Override
            public int read() throws IOException {
                int next = source.read();
                count(next < 0 ? 0 : 1);
                return next;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = source.read(target, offset, length);
                count(Math.max(0, count));
                return count;
            }

            private void count(int bytes) throws IOException {
                read += bytes;
                if (read > limit) {
                    setAttribute(EXCEEDED, limit);
                    throw new IOException("The body is larger than " + limit + " bytes");
                }
            }

            @Override
            public boolean isFinished() {
                return source.isFinished();
            }

            @Override
            public boolean isReady() {
                return source.isReady();
            }

            @Override
            public void setReadListener(ReadListener listener) {
                source.setReadListener(listener);
            }
        }
    }
}
