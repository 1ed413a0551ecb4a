package org.socius.action.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Positions, tasks, days, dates and deliverables of one activity. */
public record TermsOfReference(
        List<String> tasks,
        List<Position> positions,
        List<ExpectedDeliverable> deliverables,
        Phases phases) {

    /** The deliverable every activity ends with (R60). */
    public static final String MISSION_REPORT = "mission report";

    /** Kinds of deliverables that are suggested; others may be agreed. */
    private static final Set<String> SUGGESTED_KINDS =
            Set.of(
                    MISSION_REPORT,
                    "assessment report",
                    "gap analysis",
                    "feasibility report",
                    "comparative report",
                    "policy report",
                    "policy options",
                    "draft strategy",
                    "action plan",
                    "draft law or regulation",
                    "declaration",
                    "founding documents",
                    "model or method",
                    "scale or formula",
                    "training kit",
                    "road map",
                    "communication strategy",
                    "note of practice",
                    "presentation",
                    "minutes",
                    "participant list");

    /**
     * True for a kind that stands on the list of suggestions or was agreed here. What somebody
     * calls a further deliverable may be anything, also about a person, and is not told outside
     * (R119).
     */
    public boolean knows(String kind) {
        return SUGGESTED_KINDS.contains(kind.toLowerCase(Locale.ROOT))
                || deliverables.stream().anyMatch(agreed -> agreed.kind().equalsIgnoreCase(kind));
    }

    /**
     * One seat of the team.
     *
     * @param expertiseArea a letter of the list, optionally with a number
     * @param mandatory the activity cannot start while this seat is empty (R48)
     */
    public record Position(
            String code,
            String responsibility,
            boolean principal,
            String expertiseArea,
            Profile profile,
            Days days,
            boolean mandatory) {}

    /**
     * Whom a seat asks for.
     *
     * @param yearsMin years of experience, or null if none are asked for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Profile(
            List<String> required,
            List<String> wished,
            List<Language> languages,
            @Nullable Integer yearsMin) {}

    /** A language asked for, by ISO 639-1 code, and its CEFR level. */
    public record Language(String code, String level) {}

    /** Working days by phase; together the workload of a seat (R51). */
    public record Days(double preparation, double implementation, double delivery) {

        public double total() {
            return preparation + implementation + delivery;
        }
    }

    /** A product agreed beforehand. */
    public record ExpectedDeliverable(
            String kind, String title, LocalDate due, boolean mandatory) {}

    /** Both days belong to the period. */
    public record Period(LocalDate from, LocalDate to) {

        private Period moved(long days) {
            return new Period(from.plusDays(days), to.plusDays(days));
        }
    }

    /** The three phases, one after the other (R50). */
    public record Phases(Period preparation, Period implementation, Period delivery) {

        /** The same phases so many days later, or earlier if negative. */
        public Phases moved(long days) {
            return new Phases(
                    preparation.moved(days), implementation.moved(days), delivery.moved(days));
        }
    }

    /** The same work in other phases; what falls due moves with the delivery. */
    public TermsOfReference in(Phases other) {
        long days = ChronoUnit.DAYS.between(phases.delivery().from(), other.delivery().from());
        return new TermsOfReference(
                tasks,
                positions,
                deliverables.stream()
                        .map(
                                d ->
                                        new ExpectedDeliverable(
                                                d.kind(),
                                                d.title(),
                                                d.due().plusDays(days),
                                                d.mandatory()))
                        .toList(),
                other);
    }
}
