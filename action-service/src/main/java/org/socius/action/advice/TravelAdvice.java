package org.socius.action.advice;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
import org.socius.contracts.reference.Countries;
import org.socius.platform.command.Aggregates;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;

/**
 * The reference list of travel advice: for each country the advice with the day from which it
 * holds. Nothing is overwritten; advice of a later day, or entered later for the same day, replaces
 * what was before.
 */
@Aggregate
public class TravelAdvice implements Chronicled {

    /** The aggregate type in the store. */
    public static final String TYPE = "TravelAdvice";

    /** There is one list. */
    public static final String ID = "travel-advice";

    /** How urgently one is advised against travelling; a country without advice has none. */
    public enum Level {
        NORMAL,
        CAUTION,
        ESSENTIAL_TRAVEL_ONLY,
        DO_NOT_TRAVEL
    }

    /** One advice for one country, in force from a day until the next one. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Advice(LocalDate validFrom, Level level, @Nullable String source) {}

    /**
     * @param country ISO 3166 alpha-2
     * @param source who advises, or null
     */
    public record GiveTravelAdvice(
            @TargetAggregateIdentifier String listId,
            String country,
            LocalDate validFrom,
            Level level,
            @Nullable String source) {}

    /** What happened to the list. */
    public sealed interface TravelAdviceEvent {

        @Revision("1")
        record TravelAdviceGiven(
                String listId,
                String country,
                LocalDate validFrom,
                Level level,
                @Nullable String source)
                implements TravelAdviceEvent {}
    }

    @AggregateIdentifier private @Nullable String id;
    private @Nullable EventMoment latest;
    private final TreeMap<String, List<Advice>> byCountry = new TreeMap<>();

    TravelAdvice() {}

    /** The list before its first entry, to fold its events into. */
    static TravelAdvice empty() {
        return new TravelAdvice();
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(GiveTravelAdvice command) {
        if (!Countries.isCode(command.country())) {
            throw new Rejection.UnknownCode("/code", "ISO 3166 alpha-2", command.country());
        }
        apply(
                new TravelAdviceEvent.TravelAdviceGiven(
                        ID,
                        command.country(),
                        command.validFrom(),
                        command.level(),
                        command.source()));
    }

    @EventSourcingHandler
    void evolve(TravelAdviceEvent event, EventMoment moment) {
        latest = moment.notBefore(latest);
        switch (event) {
            case TravelAdviceEvent.TravelAdviceGiven e -> {
                id = e.listId();
                List<Advice> advice =
                        byCountry.computeIfAbsent(e.country(), country -> new ArrayList<>());
                advice.add(new Advice(e.validFrom(), e.level(), e.source()));
                advice.sort(Comparator.comparing(Advice::validFrom));
            }
        }
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    /** What holds for a country on a day; empty if nobody advised anything. */
    public static Optional<Advice> on(Aggregates aggregates, String country, LocalDate day) {
        try {
            return aggregates.load(TravelAdvice.class, ID).invoke(list -> list.on(country, day));
        } catch (AggregateNotFoundException noList) {
            return Optional.empty();
        }
    }

    private Optional<Advice> on(String country, LocalDate day) {
        return of(country).stream()
                .filter(advice -> !advice.validFrom().isAfter(day))
                .reduce((earlier, later) -> later);
    }

    /** All advice for a country, oldest day first. */
    List<Advice> of(String country) {
        return byCountry.getOrDefault(country, List.of());
    }

    /** The countries that have any. */
    List<String> countries() {
        return List.copyOf(byCountry.keySet());
    }
}
