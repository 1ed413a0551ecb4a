package org.socius.platform.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.EventMoment;

/**
 * Who did which step of a record, and whether duties that belong apart were in different hands. A
 * fold of the record's events fills it, since only the record's own rules know which those are.
 */
public final class Duties {

    private final List<Duty> duties = new ArrayList<>();
    private final List<Separation> separations = new ArrayList<>();

    /**
     * One step.
     *
     * @param sequence of the event in the history of its record, from 0
     * @param step name of the event
     * @param decision true for a judgement or a consent, false for work and for what followed by
     *     itself
     * @param person account, or part of the system, for whom it was done; rules about persons look
     *     at it
     * @param enteredBy account that entered it on behalf of the person; null if the person did
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Duty(
            long sequence,
            String step,
            boolean decision,
            Instant occurredAt,
            String person,
            String role,
            @Nullable String enteredBy) {}

    /**
     * A step that belongs to somebody else than certain steps before it.
     *
     * @param rule such as R31
     * @param sequence of the step in the history of its record
     * @param decision name of the step
     * @param preparedIn names of the steps before it, each once, in order of the alphabet
     * @param preparedBy who took those
     * @param kept false only if the same person did both
     */
    public record Separation(
            String rule,
            long sequence,
            String decision,
            List<String> preparedIn,
            List<String> preparedBy,
            String decidedBy,
            boolean kept) {}

    /** What is shown; oldest first. */
    public record Shown(List<Duty> duties, List<Separation> separations) {}

    public Shown shown() {
        return new Shown(List.copyOf(duties), List.copyOf(separations));
    }

    /** Notes the next event of the record; none may be left out. */
    public Duty add(Object event, boolean decision, EventMoment moment) {
        String person = moment.personId();
        Duty duty =
                new Duty(
                        duties.size(),
                        event.getClass().getSimpleName(),
                        decision,
                        moment.occurredAt(),
                        person,
                        moment.personRole(),
                        moment.actorId().equals(person) ? null : moment.actorId());
        duties.add(duty);
        return duty;
    }

    /**
     * States that a step belongs to somebody else than these; says nothing where there are none.
     */
    public void apart(String rule, Duty step, List<Duty> before) {
        if (before.isEmpty()) {
            return;
        }
        TreeSet<String> steps = new TreeSet<>();
        TreeSet<String> persons = new TreeSet<>();
        before.forEach(
                one -> {
                    steps.add(one.step());
                    persons.add(one.person());
                });
        separations.add(
                new Separation(
                        rule,
                        step.sequence(),
                        step.step(),
                        List.copyOf(steps),
                        List.copyOf(persons),
                        step.person(),
                        !persons.contains(step.person())));
    }
}
