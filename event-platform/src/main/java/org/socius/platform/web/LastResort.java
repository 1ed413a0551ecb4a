package org.socius.platform.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.socius.platform.problem.ProblemAdvice;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers what no handler ever sees: requests that cannot be parsed and faults outside of handlers.
 * The client gets a problem document as for any other refusal, never the server's own page. It
 * stands in the place of the framework's error page, which has no address here.
 */
public final class LastResort
        implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory>, ErrorController {

    private static final Logger log = LoggerFactory.getLogger(LastResort.class);

    private final ProblemAdvice problems;
    private final JsonMapper json;
    private final Supplier<String> ids;

    /**
     * @param ids gives the id of a request that failed before it had one
     */
    public LastResort(ProblemAdvice problems, JsonMapper json, Supplier<String> ids) {
        this.problems = problems;
        this.json = json;
        this.ids = ids;
    }

    @Override
    public void customize(ConfigurableTomcatWebServerFactory factory) {
        factory.addContextCustomizers(
                context -> {
                    for (ErrorPage page : context.findErrorPages()) {
                        context.removeErrorPage(page);
                    }
                    if (context.getParent() instanceof StandardHost host) {
                        host.setErrorReportValveClass(Report.class.getName());
                        host.getPipeline().addValve(new Report());
                    }
                });
    }

    private final class Report extends ErrorReportValve {

        @Override
        protected void report(Request request, Response response, @Nullable Throwable fault) {
            if (response.getStatus() < 400
                    || response.getContentWritten() > 0
                    || !response.setErrorReported()
                    || !mayWrite(response)) {
                return;
            }
            String id = RequestIds.of(request, ids);
            ProblemDetail document = problems.unhandled(response.getStatus(), id);
            if (document.getStatus() >= 500) {
                log.error("Request {} failed outside of its handler", id, fault);
            }
            HttpServletResponse answer = response;
            answer.setStatus(document.getStatus());
            answer.setHeader(RequestIds.HEADER, id);
            answer.setHeader("X-Content-Type-Options", "nosniff");
            answer.setHeader("Cache-Control", "no-store");
            answer.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            answer.setCharacterEncoding(StandardCharsets.UTF_8);
            try {
                var writer = response.getReporter();
                if (writer != null) {
                    writer.write(json.writeValueAsString(document));
                    response.finishResponse();
                }
            } catch (IOException gone) {
                log.debug("Request {}: nobody waits for the answer", id, gone);
            }
        }

        private static boolean mayWrite(Response response) {
            AtomicBoolean allowed = new AtomicBoolean();
            response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
            return allowed.get();
        }
    }
}
