package org.socius.platform.format;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.socius.platform.problem.Rejection;

/**
 * A text in one or more languages: {@code {"en": "…", "es": "…"}}, or a plain string, which is
 * taken as the language of the form it stands in.
 */
public final class MultilingualText {

    /** The language of a text given as a plain string, until the form's language is known. */
    public static final String OF_THE_FORM = "";

    private final Map<String, String> byLanguage;

    /** ISO 639-1. */
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    private MultilingualText(Map<String, String> byLanguage) {
        this.byLanguage = byLanguage;
    }

    @JsonCreator
    static MultilingualText of(Object json) {
        Map<String, String> texts = new LinkedHashMap<>();
        switch (json) {
            case String text -> texts.put(OF_THE_FORM, text);
            case Map<?, ?> map ->
                    map.forEach(
                            (language, text) -> {
                                if (!(text instanceof String s)
                                        || !(language instanceof String code)
                                        || !isLanguage(code)) {
                                    throw wrong();
                                }
                                texts.put(code, s);
                            });
            default -> throw wrong();
        }
        return new MultilingualText(texts);
    }

    /** True for a code of ISO 639-1. */
    public static boolean isLanguage(String code) {
        return LANGUAGES.contains(code);
    }

    private static Rejection wrong() {
        return Rejection.InvalidFields.of(
                "", "wrong-type", "A text, or texts by ISO 639-1 language, are expected.");
    }

    /** The texts by language, with a plain string under the given one. */
    public Map<String, String> texts(String languageOfTheForm) {
        Map<String, String> texts = new LinkedHashMap<>();
        byLanguage.forEach(
                (language, text) ->
                        texts.put(
                                language.equals(OF_THE_FORM) ? languageOfTheForm : language, text));
        return texts;
    }

    @JsonValue
    Object json() {
        String plain = byLanguage.get(OF_THE_FORM);
        return plain == null ? byLanguage : plain;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MultilingualText text && text.byLanguage.equals(byLanguage);
    }

    @Override
    public int hashCode() {
        return byLanguage.hashCode();
    }

    @Override
    public String toString() {
        return byLanguage.toString();
    }
}
