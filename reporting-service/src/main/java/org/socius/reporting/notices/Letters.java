package org.socius.reporting.notices;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.platform.time.Brussels;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.web.util.HtmlUtils;

/** The words of mails, in five languages, made of codes and references only. */
final class Letters {

    static final Set<String> LANGUAGES = Set.of("en", "fr", "es", "pt", "nl");

    private static final String BUNDLE = "org.socius.reporting.notices.texts";

    private final ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
    private final String address;

    /**
     * @param address where people reach the gateway, without a slash at its end
     */
    Letters(String address) {
        this.address = address;
        texts.setBasename(BUNDLE);
        texts.setDefaultEncoding(StandardCharsets.UTF_8.name());
        texts.setAlwaysUseMessageFormat(true);
        texts.setFallbackToSystemLocale(false);
    }

    /**
     * A mail in both its forms.
     *
     * @param unsubscribe address that ends all mail at one click; null where it goes on anyway
     */
    record Letter(String subject, String plain, String html, @Nullable String unsubscribe) {}

    /** One notice as a mail of its own, several as a digest. */
    Letter of(List<Notice> notices, String language, String token) {
        Locale locale = Locale.of(language);
        String subject =
                notices.size() == 1
                        ? title(notices.getFirst(), locale)
                        : text(locale, "digest.subject", String.valueOf(notices.size()));
        StringBuilder plain = new StringBuilder();
        StringBuilder html = new StringBuilder("<ul>");
        for (Notice notice : notices) {
            String title = title(notice, locale);
            String link = address + notice.path();
            plain.append("- ").append(title).append('\n');
            html.append("<li><a href=\"")
                    .append(HtmlUtils.htmlEscape(link))
                    .append("\">")
                    .append(HtmlUtils.htmlEscape(title))
                    .append("</a>");
            if (notice.due() != null) {
                String due = text(locale, "due", time(notice.due(), locale));
                plain.append("  ").append(due).append('\n');
                html.append("<br>").append(HtmlUtils.htmlEscape(due));
            }
            plain.append("  ").append(link).append("\n\n");
            html.append("</li>");
        }
        html.append("</ul>");
        String unsubscribe = address + "/api/v1/notifications/unsubscribe/" + token;
        String why = text(locale, "footer.why");
        String stop = text(locale, "footer.stop");
        plain.append("-- \n").append(why).append('\n').append(stop).append(' ').append(unsubscribe);
        html.append("<p>")
                .append(HtmlUtils.htmlEscape(why))
                .append(" <a href=\"")
                .append(HtmlUtils.htmlEscape(unsubscribe))
                .append("\">")
                .append(HtmlUtils.htmlEscape(stop))
                .append("</a></p>");
        return new Letter(
                "[Socius] " + subject,
                plain.append('\n').toString(),
                page(locale, subject, html.toString()),
                unsubscribe);
    }

    /** Asks for the proof that a mail reached who gave the address. */
    Letter confirmation(String language, String code) {
        Locale locale = Locale.of(language);
        String subject = text(locale, "confirmation.subject");
        String line = text(locale, "confirmation.line", code);
        return new Letter(
                "[Socius] " + subject,
                line + "\n",
                page(locale, subject, "<p>" + HtmlUtils.htmlEscape(line) + "</p>"),
                null);
    }

    /** The page behind the link at the foot of a mail: a button, since a look must not decide. */
    String unsubscribePage(String language, boolean done) {
        Locale locale = Locale.of(language);
        String content =
                done
                        ? "<p>" + HtmlUtils.htmlEscape(text(locale, "unsubscribe.done")) + "</p>"
                        : "<form method=\"post\"><button>"
                                + HtmlUtils.htmlEscape(text(locale, "unsubscribe.button"))
                                + "</button></form>";
        return page(locale, text(locale, "unsubscribe.title"), content);
    }

    private static String page(Locale locale, String title, String content) {
        return "<!doctype html><html lang=\"%s\"><head><meta charset=\"utf-8\"><title>%s</title></head><body>%s</body></html>"
                .formatted(locale.getLanguage(), HtmlUtils.htmlEscape(title), content);
    }

    private String title(Notice notice, Locale locale) {
        String thing = "thing." + notice.kind().thing();
        String about =
                notice.reference() == null
                        ? text(locale, thing + ".bare")
                        : text(
                                locale,
                                thing,
                                notice.reference(),
                                String.valueOf(notice.activity()));
        return text(locale, "title", about, text(locale, "kind." + notice.kind()));
    }

    private static String time(Instant due, Locale locale) {
        ZonedDateTime there = due.atZone(Brussels.ZONE);
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .format(there)
                .concat(there.format(DateTimeFormatter.ofPattern(" HH:mm")));
    }

    private String text(Locale locale, String key, String... arguments) {
        return texts.getMessage(key, arguments, locale);
    }
}
