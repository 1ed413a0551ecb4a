package org.socius.gateway;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.jakarta.servlet6.JakartaServletFileUpload;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out to which resource a new document is to belong, since its service keeps the document:
 * from the parameter {@code owner} of the address, else from a part of that name before the file,
 * within the first 64 KiB of the body. The body is passed on as it came. Who asks for a list says
 * whose it is as well.
 */
class DocumentOwner extends OncePerRequestFilter {

    static final String DOCUMENTS = "/api/v1/documents";

    /** Request attribute with the service that is to keep the document. */
    static final String KEEPER = DocumentOwner.class.getName() + ".keeper";

    static final String OWNER = "owner";
    private static final int BEGINNING = 64 << 10;

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !Set.of("POST", "GET", "HEAD").contains(request.getMethod())
                || !request.getRequestURI().equals(DOCUMENTS);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!request.getMethod().equals("POST")) {
            if (request.getParameter(OWNER) == null) {
                GatewayProblem.INVALID_PARAMETER.answer(
                        response,
                        "Say whose documents: the path of a resource such as /requests/{id}.",
                        Map.of("parameter", OWNER));
            } else {
                chain.doFilter(request, response);
            }
            return;
        }
        String type = String.valueOf(request.getContentType());
        if (!JakartaServletFileUpload.isMultipartContent(request)) {
            GatewayProblem.UNSUPPORTED_MEDIA_TYPE.answer(
                    response, "A document comes as multipart/form-data, not as " + type + ".");
            return;
        }
        String[] stated = request.getParameterValues(OWNER);
        if (stated != null && stated.length > 1) {
            GatewayProblem.INVALID_PARAMETER.answer(
                    response, "Give this parameter once.", Map.of("parameter", OWNER));
            return;
        }
        HttpServletRequest passedOn = request;
        String owner = stated == null ? null : stated[0];
        if (owner == null) {
            byte[] beginning = request.getInputStream().readNBytes(BEGINNING);
            owner = ownerIn(new Body(request, beginning, false));
            passedOn = new Body(request, beginning, true);
        }
        Optional<Service> keeper = Optional.ofNullable(owner).flatMap(DocumentOwner::keeper);
        if (keeper.isEmpty()) {
            refuse(response, owner);
            return;
        }
        request.setAttribute(KEEPER, keeper.get());
        chain.doFilter(passedOn, response);
    }

    /** Null if it is not said before the file, or the body is not readable so far. */
    private static @Nullable String ownerIn(HttpServletRequest body) {
        JakartaServletFileUpload<?, ?> parser = new JakartaServletFileUpload<>();
        try {
            FileItemInputIterator parts = parser.getItemIterator(body);
            while (parts.hasNext()) {
                FileItemInput part = parts.next();
                if (!part.isFormField()) {
                    return null;
                }
                if (OWNER.equals(part.getFieldName())) {
                    try (InputStream text = part.getInputStream()) {
                        return new String(text.readAllBytes(), StandardCharsets.UTF_8);
                    }
                }
            }
        } catch (IOException unreadable) {
            return null;
        }
        return null;
    }

    /** The service of a resource that documents may belong to. */
    static Optional<Service> keeper(String owner) {
        String path = owner.startsWith("/api/v1/") ? owner.substring("/api/v1".length()) : owner;
        String[] parts = path.split("/", 3);
        return parts.length == 3 && parts[0].isEmpty()
                ? Service.owning(parts[1]).filter(Service::keepsDocuments)
                : Optional.empty();
    }

    private static void refuse(HttpServletResponse response, @Nullable String owner)
            throws IOException {
        String message =
                owner == null
                        ? "Say to what the document belongs: as a parameter of the address, or in a"
                                + " part before the file."
                        : "The path of a resource such as /requests/{id} is expected.";
        GatewayProblem.INVALID_FIELDS.answer(
                response,
                message,
                Map.of(
                        "errors",
                        List.of(
                                Map.of(
                                        "pointer",
                                        "/" + OWNER,
                                        "code",
                                        owner == null ? "required" : "unknown-owner",
                                        "message",
                                        message))));
    }

    /** A request whose body begins with what was read already. */
    private static final class Body extends HttpServletRequestWrapper {

        private final ByteArrayInputStream beginning;
        private final boolean goesOn;

        /**
         * @param goesOn whether the rest follows, which can be read once
         */
        Body(HttpServletRequest request, byte[] beginning, boolean goesOn) {
            super(request);
            this.beginning = new ByteArrayInputStream(beginning);
            this.goesOn = goesOn;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new Stream(super.getInputStream());
        }

        private final class Stream extends ServletInputStream {

            private final ServletInputStream rest;

            Stream(ServletInputStream rest) {
                this.rest = rest;
            }

            @Override
            public int read() throws IOException {
                int next = beginning.read();
                return next >= 0 || !goesOn ? next : rest.read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = beginning.read(target, offset, length);
                return count >= 0 || !goesOn ? count : rest.read(target, offset, length);
            }

            @Override
            public boolean isFinished() {
                return beginning.available() == 0 && (!goesOn || rest.isFinished());
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setReadListener(ReadListener listener) {
                throw new IllegalStateException("The body is read by one thread");
            }
        }
    }
}
