package org.socius.expert.sight;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.view.Timeline;

/**
 * What a caller may see by its roles. Staff read everything, names and profiles of persons only as
 * far as their part needs; the administrator reads what staff read, without persons.
 */
public final class Sight {

    private static final Set<String> SELECTING =
            Set.of(
                    Roles.COORDINATOR,
                    Roles.APPROVER,
                    Roles.ACTIVITY_MANAGER,
                    Roles.MOBILISATION_OFFICER);

    private static final Set<String> CONTRACTING =
            Set.of(Roles.MOBILISATION_OFFICER, Roles.FINANCE_OFFICER);

    private static final Set<String> KEEPING_THE_ROSTER =
            Set.of(Roles.MOBILISATION_OFFICER, Roles.DATA_PROTECTION);

    private Sight() {}

    /** May read everything that is not about persons. */
    public static boolean ofStaff(Actor caller) {
        return caller.hasAny(Roles.STAFF) || caller.has(Roles.ADMIN);
    }

    /** May see who stands in the roster. */
    public static boolean ofRoster(Actor caller) {
        return caller.hasAny(KEEPING_THE_ROSTER);
    }

    /** May see who applies, and what the assessors say. */
    public static boolean ofApplicants(Actor caller) {
        return caller.hasAny(SELECTING);
    }

    /** May see who is mobilised. */
    public static boolean ofMobilised(Actor caller) {
        return caller.hasAny(CONTRACTING);
    }

    /**
     * A history for somebody outside: what happened and in which role, not by whom or why.
     *
     * @param details which members of the events are the reader's business
     */
    public static List<Timeline.Entry> fromOutside(
            List<Timeline.Entry> history, Set<String> eventTypes, Predicate<String> details) {
        return history.stream()
                .filter(entry -> eventTypes.contains(entry.type()))
                .map(
                        entry ->
                                new Timeline.Entry(
                                        entry.sequence(),
                                        entry.type(),
                                        entry.occurredAt(),
                                        entry.recordedAt(),
                                        entry.late(),
                                        Map.of("role", entry.actor().getOrDefault("role", "")),
                                        null,
                                        entry.reasonCode(),
                                        only(entry.changes(), details),
                                        null))
                .toList();
    }

    private static Map<String, Object> only(
            Map<String, Object> changes, Predicate<String> details) {
        Map<String, Object> shown = new LinkedHashMap<>(changes);
        shown.keySet().removeIf(details.negate());
        return shown;
    }
}
