package org.socius.action.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.platform.format.MultilingualText;

/** Texts by ISO 639-1 language, as events keep them. */
public final class Texts {

    private Texts() {}

    /** The texts of a form whose language is not known yet: a plain string stands under "". */
    public static Map<String, String> of(@Nullable MultilingualText text) {
        return text == null ? Map.of() : text.texts(MultilingualText.OF_THE_FORM);
    }

    /** The same texts with a plain string under the language of the form. */
    public static Map<String, String> in(String language, Map<String, String> texts) {
        Map<String, String> placed = new LinkedHashMap<>();
        texts.forEach(
                (code, text) ->
                        placed.put(
                                code.equals(MultilingualText.OF_THE_FORM) ? language : code, text));
        return placed;
    }

    /** The texts that say something. */
    public static Map<String, String> written(Map<String, String> texts) {
        Map<String, String> written = new LinkedHashMap<>(texts);
        written.values().removeIf(String::isBlank);
        return written;
    }

    /** True if there is no text in any language. */
    public static boolean blank(Map<String, String> texts) {
        return texts.values().stream().allMatch(String::isBlank);
    }
}
