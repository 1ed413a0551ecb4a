package org.socius.gateway;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Component;

/**
 * Answers what no handler ever sees: requests that cannot be parsed and faults outside of handlers.
 * The client gets a problem document with the headers of any other answer, never the server's own
 * page; the framework's error page has no address here.
 */
@Component
final class LastResort
        implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory>, ErrorController {

    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

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

    private static final class Report extends ErrorReportValve {

        @Override
        protected void report(Request request, Response response, @Nullable Throwable fault) {
            if (response.getStatus() < 400
                    || response.getContentWritten() > 0
                    || !response.setErrorReported()
                    || !mayWrite(response)) {
                return;
            }
            String id =
                    request.getAttribute(RequestIds.HEADER) instanceof String known
                            ? known
                            : RequestIds.fresh();
            GatewayProblem problem = Refusals.problem(response.getStatus());
            if (problem == GatewayProblem.INTERNAL_ERROR) {
                LOG.error("Request {} failed outside of its handler", id, fault);
            }
            HttpServletResponse answer = response;
            answer.setHeader(RequestIds.HEADER, id);
            Access.harden(answer);
            try {
                problem.answer(
                        answer,
                        problem == GatewayProblem.INTERNAL_ERROR
                                ? "Please report the id of this request."
                                : "The request was not understood as it stands.");
                response.finishResponse();
            } catch (IOException gone) {
                LOG.debug("Request {}: nobody waits for the answer", id, gone);
            }
        }

        private static boolean mayWrite(Response response) {
            AtomicBoolean allowed = new AtomicBoolean();
            response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, allowed);
            return allowed.get();
        }
    }
}
