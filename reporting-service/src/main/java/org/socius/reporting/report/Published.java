package org.socius.reporting.report;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socius.reporting.facts.Situation;
import org.socius.reporting.facts.Statement;

/**
 * What the facility and others have stated in public, as facility records say: shown beside
 * computed figures, never added (R113).
 *
 * @param figures in the order of their entry
 * @param mentions themes with the countries they were named with
 */
record Published(List<Figure> figures, List<Mention> mentions) {

    private static final String OPEN_END = "..";

    /**
     * A stated figure.
     *
     * @param period such as {@code 2014-01/2018-06} or {@code 2013/..}, null if the source states
     *     none
     * @param scope a project or country it is about, null for the facility
     * @param attributedTo who said it, if not the facility (R120)
     * @param comparison such as {@code more than}; null for exactly
     * @param recordId the facility record
     */
    record Figure(
            String metric,
            BigDecimal value,
            String unit,
            @Nullable String period,
            @Nullable String scope,
            @Nullable String attributedTo,
            @Nullable String comparison,
            String source,
            String recordId) {

        @Nullable LocalDate from() {
            String first = part(0);
            return first == null
                    ? null
                    : switch (first.length()) {
                        case 4 -> Year.parse(first).atDay(1);
                        case 7 -> YearMonth.parse(first).atDay(1);
                        default -> LocalDate.parse(first);
                    };
        }

        @Nullable LocalDate to() {
            String last = part(1);
            return last == null
                    ? null
                    : switch (last.length()) {
                        case 4 -> YearMonth.of(Integer.parseInt(last), 12).atEndOfMonth();
                        case 7 -> YearMonth.parse(last).atEndOfMonth();
                        default -> LocalDate.parse(last);
                    };
        }

        private @Nullable String part(int which) {
            String part = period == null ? OPEN_END : period.split("/")[which];
            return part.equals(OPEN_END) ? null : part;
        }

        /**
         * What is computed for comparison; empty where nothing of the kind is counted here, or it
         * is no figure of the facility about the facility.
         */
        Optional<Measure> measure() {
            if (scope != null || attributedTo != null) {
                return Optional.empty();
            }
            return switch (metric) {
                case "eligible_partner_countries" -> Optional.of(Measure.ELIGIBLE_COUNTRIES);
                case "requests" -> Optional.of(Measure.REQUESTS);
                case "actions", "actions_implemented" -> Optional.of(Measure.ACTIONS);
                case "activities", "activities_implemented" -> Optional.of(Measure.ACTIVITIES);
                case "countries", "partner_countries_reached" -> Optional.of(Measure.COUNTRIES);
                case "institutions" -> Optional.of(Measure.INSTITUTIONS);
                case "experts" -> Optional.of(Measure.EXPERTS);
                case "mobilisations" -> Optional.of(Measure.MOBILISATIONS);
                case "days", "days_of_expertise", "working_days" ->
                        Optional.of(Measure.WORKING_DAYS);
                default -> Optional.empty();
            };
        }
    }

    /**
     * A theme the facility says it worked on in a country.
     *
     * @param country null for a region as a whole
     * @param recordId the facility record
     */
    record Mention(
            String topic,
            String theme,
            @Nullable String country,
            @Nullable String region,
            String source,
            String recordId) {}

    /**
     * @param all also what the public may not read
     */
    static Published in(Situation situation, boolean all) {
        return new Published(
                situation.statements().stream()
                        .filter(one -> all || one.open())
                        .filter(Statement.Figure.class::isInstance)
                        .map(Statement.Figure.class::cast)
                        .map(Published::shown)
                        .toList(),
                situation.statements().stream()
                        .filter(one -> all || one.open())
                        .filter(Statement.Mention.class::isInstance)
                        .map(Statement.Mention.class::cast)
                        .map(
                                one ->
                                        new Mention(
                                                one.topic(),
                                                one.theme(),
                                                one.country(),
                                                one.region(),
                                                one.source(),
                                                one.recordId()))
                        .toList());
    }

    private static Figure shown(Statement.Figure one) {
        return new Figure(
                one.metric(),
                one.value(),
                one.unit(),
                one.from() == null && one.to() == null
                        ? null
                        : orOpen(one.from()) + "/" + orOpen(one.to()),
                one.scope(),
                one.attributedTo(),
                one.comparison(),
                one.source(),
                one.recordId());
    }

    private static String orOpen(@Nullable String date) {
        return date == null ? OPEN_END : date;
    }
}
