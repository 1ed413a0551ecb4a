package org.socius.platform.serialization;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Logical names of events: the class's simple name with its verb split off, both parts in kebab
 * case. {@code TermsOfReferenceFinalised} is {@code terms-of-reference.finalised}, {@code
 * RequestPutOnHold} is {@code request.put-on-hold}. The verb is the first word, from the second on,
 * that is a past participle; a name without one splits its last word off.
 */
public final class EventNames {

    private static final Set<String> IRREGULAR =
            Set.of(
                    "Found",
                    "Put",
                    "Held",
                    "Given",
                    "Left",
                    "Taken",
                    "Withdrawn",
                    "Overridden",
                    "Sent",
                    "Begun",
                    "Not",
                    "Partly");

    private EventNames() {}

    /** The logical name of an event class. */
    public static String of(Class<?> event) {
        return of(event.getSimpleName());
    }

    /** The logical name for a name in camel case; a trailing contract version is ignored. */
    public static String of(String camelCase) {
        List<String> words = words(camelCase.replaceFirst("V\\d+$", ""));
        int verb = words.size() - 1;
        for (int i = 1; i < words.size(); i++) {
            if (words.get(i).endsWith("ed") || IRREGULAR.contains(words.get(i))) {
                verb = i;
                break;
            }
        }
        if (verb == 0) {
            return kebab(words);
        }
        return kebab(words.subList(0, verb)) + "." + kebab(words.subList(verb, words.size()));
    }

    private static String kebab(List<String> words) {
        return String.join("-", words).toLowerCase(Locale.ROOT);
    }

    private static List<String> words(String camelCase) {
        List<String> words = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= camelCase.length(); i++) {
            if (i == camelCase.length() || Character.isUpperCase(camelCase.charAt(i))) {
                words.add(camelCase.substring(start, i));
                start = i;
            }
        }
        return words;
    }
}
