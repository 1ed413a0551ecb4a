package org.socius.action.reference;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.CodeList.Entry;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.InvalidFields;

/**
 * The use of a closed list of codes: which of them may stand on a new action from which day on, and
 * how they are called. It begins as the list of the contracts says; each change has a first day,
 * and the changes of one day make a new version of the list. A change is never taken back: another
 * one follows it. A code that is not used any longer stays where it is, is shown and is filtered by
 * (R28). A new code is a matter of the contracts, because every service reads them.
 */
@Aggregate
public class ReferenceList implements Chronicled {

    /** The aggregate type in the store. */
    public static final String TYPE = "ReferenceList";

    /** The lists whose use is kept here. */
    public enum Kind {
        /** Types of assistance. */
        TYPES("types", CodeList.TYPES_OF_ASSISTANCE),
        /** Themes. */
        THEMES("themes", CodeList.THEMES);

        private final String path;
        private final CodeList codes;

        Kind(String path, CodeList codes) {
            this.path = path;
            this.codes = codes;
        }

        CodeList codes() {
            return codes;
        }

        /** The id of the list in the store. */
        public String id() {
            return "reference-" + path;
        }
    }

    /**
     * From {@code validFrom} on a code is in use, or no longer.
     *
     * @param label texts by language, null where it is called as before
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Change(
            LocalDate validFrom, boolean active, @Nullable Map<String, String> label) {}

    /**
     * @param label texts by language, null where it is called as before
     */
    public record ChangeReferenceCode(
            @TargetAggregateIdentifier String listId,
            Kind list,
            String code,
            LocalDate validFrom,
            boolean active,
            @Nullable Map<String, String> label) {}

    /** What happened to a list. */
    public sealed interface ReferenceListEvent {

        /**
         * From {@code validFrom} on a code is in use, or no longer.
         *
         * @param label texts by language, null where it is called as before
         */
        @Revision("1")
        record ReferenceCodeChanged(
                String listId,
                String code,
                LocalDate validFrom,
                boolean active,
                @Nullable Map<String, String> label)
                implements ReferenceListEvent {}
    }

    /**
     * A code on a day.
     *
     * @param since first day of the change that holds; null where none does
     */
    record OnDay(Map<String, String> label, boolean active, @Nullable LocalDate since) {}

    @AggregateIdentifier private @Nullable String id;
    private @Nullable EventMoment latest;
    private final TreeMap<String, List<Change>> byCode = new TreeMap<>();

    ReferenceList() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(ChangeReferenceCode command, CommandContext context) {
        Entry entry = command.list().codes().find(command.code()).orElse(null);
        if (entry == null) {
            throw new Rejection.UnknownCode(
                    "/code", command.list().codes().listName(), command.code());
        }
        if (command.validFrom().isBefore(context.today())) {
            throw InvalidFields.of(
                    "R28",
                    "/validFrom",
                    "in-the-past",
                    "A list changes from the day of the entry at the earliest.");
        }
        OnDay now = on(entry, command.validFrom());
        if (now.active() == command.active()
                && (command.label() == null || command.label().equals(now.label()))) {
            return;
        }
        apply(
                new ReferenceListEvent.ReferenceCodeChanged(
                        command.list().id(),
                        command.code(),
                        command.validFrom(),
                        command.active(),
                        command.label()));
    }

    @EventSourcingHandler
    void evolve(ReferenceListEvent event, EventMoment moment) {
        latest = moment.notBefore(latest);
        switch (event) {
            case ReferenceListEvent.ReferenceCodeChanged e -> {
                id = e.listId();
                List<Change> changes = byCode.computeIfAbsent(e.code(), _ -> new ArrayList<>());
                changes.add(new Change(e.validFrom(), e.active(), e.label()));
                changes.sort(Comparator.comparing(Change::validFrom));
            }
        }
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    /** What was changed for a code, oldest day first. */
    List<Change> of(String code) {
        return byCode.getOrDefault(code, List.of());
    }

    /** The first day of each version of the list after the one of the contracts. */
    List<LocalDate> versions() {
        return byCode.values().stream()
                .flatMap(List::stream)
                .map(Change::validFrom)
                .distinct()
                .sorted()
                .toList();
    }

    /** A code of the contracts as it is on a day. */
    OnDay on(Entry entry, LocalDate day) {
        OnDay state = new OnDay(Map.of("en", entry.label()), entry.active(), null);
        for (Change change : of(entry.code())) {
            if (!change.validFrom().isAfter(day)) {
                Map<String, String> label = change.label();
                state =
                        new OnDay(
                                label == null ? state.label() : label,
                                change.active(),
                                change.validFrom());
            }
        }
        return state;
    }

    /**
     * Demands that codes may stand on a record from a day on; those that it has already, it keeps
     * (R28). Codes that are on no list are left to others.
     *
     * @param pointer where each stands, with {@code %d} for its place
     */
    public static void requireInUse(
            Kind list,
            String pointer,
            List<String> codes,
            Collection<String> kept,
            LocalDate day,
            Aggregates aggregates) {
        ReferenceList state = load(list, aggregates);
        for (int i = 0; i < codes.size(); i++) {
            String code = codes.get(i);
            Entry entry = list.codes().find(code).orElse(null);
            if (entry == null || kept.contains(code)) {
                continue;
            }
            OnDay now = state.on(entry, day);
            if (!now.active()) {
                throw InvalidFields.of(
                        "R28",
                        pointer.formatted(i),
                        "retired",
                        now.since() == null
                                ? code + " is not used for new actions."
                                : code + " is not used for new actions since " + now.since() + ".");
            }
        }
    }

    private static ReferenceList load(Kind list, Aggregates aggregates) {
        try {
            return aggregates.load(ReferenceList.class, list.id()).invoke(state -> state);
        } catch (AggregateNotFoundException neverChanged) {
            return new ReferenceList();
        }
    }
}
