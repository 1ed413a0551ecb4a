package org.socius.action.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socius.platform.format.Money;

/**
 * The action form apart from its activities.
 *
 * @param themes shares in per cent, 100 together (R30)
 * @param sdgTargets such as 1.3 or 8.b
 * @param markers each of the five cross-cutting marks: 0 none, 1 significant, 2 principal (R46)
 * @param budgetCeiling in the currency stated; compared with the facility's limit in minor units
 * @param countries shares in per cent, 100 together (R44)
 */
public record ActionDesign(
        Map<String, String> title,
        Map<String, String> objective,
        List<Result> results,
        List<String> typesOfAssistance,
        List<Share> themes,
        List<String> sdgTargets,
        Map<String, Integer> markers,
        Money budgetCeiling,
        List<Share> countries,
        List<Stakeholder> stakeholders,
        Map<String, String> risks) {

    /** A part of a whole, in per cent. */
    public record Share(String code, int share) {}

    /** A result the action is to reach, and how one will see it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Result(Map<String, String> text, @Nullable Map<String, String> indicator) {}

    /** A further institution that takes part (R26). */
    public record Stakeholder(String name, @Nullable String role) {}

    /** How many characters all its texts have. */
    int characters() {
        return Stream.of(
                        Stream.of(title, objective, risks),
                        results.stream().map(Result::text),
                        results.stream().map(Result::indicator).filter(Objects::nonNull))
                .flatMap(texts -> texts)
                .flatMap(text -> text.values().stream())
                .mapToInt(String::length)
                .sum();
    }

    /** The same design with plain strings placed under the language of the form. */
    public ActionDesign in(String language) {
        return new ActionDesign(
                Texts.in(language, title),
                Texts.in(language, objective),
                results.stream()
                        .map(
                                result ->
                                        new Result(
                                                Texts.in(language, result.text()),
                                                result.indicator() == null
                                                        ? null
                                                        : Texts.in(language, result.indicator())))
                        .toList(),
                typesOfAssistance,
                themes,
                sdgTargets,
                markers,
                budgetCeiling,
                countries,
                stakeholders,
                Texts.in(language, risks));
    }
}
