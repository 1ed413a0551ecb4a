package org.socius.gateway;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/**
 * Shows the mails of an installation that sends none outside; elsewhere there is nothing at these
 * addresses.
 */
@RestController
class DemoMailController {

    private static final String CONTENT =
            "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private final ObjectProvider<DemoMailbox> mailboxes;

    DemoMailController(ObjectProvider<DemoMailbox> mailboxes) {
        this.mailboxes = mailboxes;
    }

    @GetMapping("/api/v1/demo/mails")
    @Nullable Map<String, List<DemoMailbox.Mail>> mails(HttpServletResponse response)
            throws IOException {
        DemoMailbox mailbox = mailbox(response);
        return mailbox == null ? null : Map.of("items", mailbox.newest());
    }

    @GetMapping("/mailbox")
    void page(HttpServletResponse response) throws IOException {
        DemoMailbox mailbox = mailbox(response);
        if (mailbox == null) {
            return;
        }
        StringBuilder page =
                new StringBuilder(
                        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                                + "<title>Mailbox</title></head><body><h1>Mailbox</h1>");
        List<DemoMailbox.Mail> mails = mailbox.newest();
        if (mails.isEmpty()) {
            page.append("<p>No mail so far.</p>");
        }
        for (DemoMailbox.Mail mail : mails) {
            page.append("<article><h2>")
                    .append(escaped(mail.subject()))
                    .append("</h2><p>")
                    .append(escaped(mail.to()))
                    .append(", ")
                    .append(escaped(String.valueOf(mail.at())))
                    .append("</p><pre>")
                    .append(escaped(mail.text()))
                    .append("</pre></article>");
        }
        response.setHeader("Content-Security-Policy", CONTENT);
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.getWriter().append(page).append("</body></html>");
    }

    private @Nullable DemoMailbox mailbox(HttpServletResponse response) throws IOException {
        DemoMailbox mailbox = mailboxes.getIfAvailable();
        if (mailbox == null) {
            GatewayProblem.NOT_FOUND.answer(response, "This installation keeps no mails.");
        }
        return mailbox;
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, StandardCharsets.UTF_8.name());
    }
}
