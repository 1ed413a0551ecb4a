package org.socius.reporting.notices;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of mails. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class LettersTest {

    private static final Instant AT = Instant.parse("2026-11-17T09:00:00Z");
    private static final Instant DUE = Instant.parse("2026-12-01T22:59:59Z");
    private final Letters letters = new Letters("https://socius.example");

    private static Properties texts(String language) throws IOException {
        Properties texts = new Properties();
        try (InputStreamReader in =
                new InputStreamReader(
                        Letters.class.getResourceAsStream("texts_" + language + ".properties"),
                        StandardCharsets.UTF_8)) {
            texts.load(in);
        }
        return texts;
    }

    private static Set<String> arguments(String pattern) {
        Set<String> used = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            String[] values = {"", "", ""};
            values[i] = "\u0001";
            if (new MessageFormat(pattern, Locale.ROOT).format(values).contains("\u0001")) {
                used.add("{" + i + "}");
            }
        }
        return used;
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "es", "pt", "nl"})
    void every_language_says_the_same_with_the_same_arguments(String language) throws IOException {
        Properties english = texts("en");
        Properties other = texts(language);
        assertThat(other.stringPropertyNames())
                .containsExactlyInAnyOrderElementsOf(english.stringPropertyNames());
        for (String key : english.stringPropertyNames()) {
            assertThat(arguments(other.getProperty(key)))
                    .as("%s in %s", key, language)
                    .isEqualTo(arguments(english.getProperty(key)));
            assertThat(other.getProperty(key)).as(key).isNotBlank();
        }
    }

    @Test
    void an_apostrophe_is_not_lost() throws IOException {
        for (String language : Letters.LANGUAGES) {
            Properties texts = texts(language);
            for (String key : texts.stringPropertyNames()) {
                String raw = texts.getProperty(key);
                assertThat(raw.replace("''", "")).as(key).doesNotContain("'");
            }
        }
    }

    @Test
    void every_kind_and_thing_has_its_words_and_no_words_are_left_over() throws IOException {
        Set<String> kinds = new HashSet<>();
        Arrays.stream(Kind.values()).forEach(kind -> kinds.add("kind." + kind));
        Set<String> said = new HashSet<>(texts("en").stringPropertyNames());
        said.removeIf(key -> !key.startsWith("kind."));
        assertThat(said).isEqualTo(kinds);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void each_kind_can_be_told_in_each_language_with_and_without_a_reference(Kind kind) {
        for (String language : Letters.LANGUAGES) {
            for (String reference : Arrays.asList("2026-07", null)) {
                Letters.Letter letter =
                        letters.of(List.of(notice(kind, reference)), language, "token");
                assertThat(letter.subject()).startsWith("[Socius] ").doesNotContain("{", "null");
                assertThat(letter.subject().contains("2026-07")).isEqualTo(reference != null);
                assertThat(letter.plain()).contains("https://socius.example/api/v1/actions/a1");
            }
        }
    }

    private static Notice notice(Kind kind, String reference) {
        return new Notice(
                "n1",
                "e1",
                kind,
                Audience.role("coordinator"),
                "/api/v1/actions/a1",
                reference,
                3,
                AT,
                DUE);
    }

    @Test
    void a_mail_says_what_until_when_and_how_to_end_it() {
        Letters.Letter letter =
                letters.of(List.of(notice(Kind.NO_OBJECTION_ASKED, "2026-07")), "fr", "T");
        assertThat(letter.subject())
                .isEqualTo(
                        "[Socius] Activité 3 de l'action 2026-07 : les termes de référence attendent"
                                + " votre non-objection");
        assertThat(letter.plain())
                .contains("Attendu avant le 1 décembre 2026 23:59 (heure de Bruxelles)")
                .contains("https://socius.example/api/v1/notifications/unsubscribe/T");
        assertThat(letter.html()).startsWith("<!doctype html><html lang=\"fr\">");
    }

    @Test
    void what_stands_in_a_reference_is_never_taken_for_markup() {
        Letters.Letter letter =
                letters.of(List.of(notice(Kind.ACTION_CLOSED, "<script>'{0}")), "en", "T");
        assertThat(letter.html()).doesNotContain("<script>").contains("&lt;script&gt;");
        assertThat(letter.subject()).contains("<script>'{0}");
    }
}
