package org.socius.request.holidays;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.LocalDate;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.CommandContext;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection.InvalidFields;
import org.socius.platform.time.Brussels;
import org.socius.platform.time.Holidays;
import org.socius.platform.time.Holidays.Change;
import org.socius.platform.time.Holidays.OnDay;

/**
 * The holidays of the facility: the Belgian public holidays, and since when a date is one more or
 * one less. A change is never taken back: another one follows it. Deadlines that were decided stay.
 */
@Aggregate
public class HolidayList implements Chronicled {

    /** The aggregate type in the store. */
    public static final String TYPE = "HolidayList";

    static final String ID = "holidays";

    /**
     * From {@code validFrom} on a date is a holiday, or no longer.
     *
     * @param label its name by language; null where it is called as before
     */
    record ChangeHoliday(
            @TargetAggregateIdentifier String listId,
            LocalDate date,
            boolean free,
            @Nullable Map<String, String> label,
            LocalDate validFrom) {}

    @AggregateIdentifier private @Nullable String id;
    private @Nullable EventMoment latest;
    private Holidays holidays = Holidays.BELGIAN;

    HolidayList() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void decide(ChangeHoliday command, CommandContext context) {
        if (command.validFrom().isBefore(Brussels.day(context.recordedAt()))) {
            throw InvalidFields.of(
                    "/validFrom",
                    "in-the-past",
                    "Holidays do not change for days that are over, today at the earliest.");
        }
        if (command.date().isBefore(command.validFrom())) {
            throw InvalidFields.of(
                    "/validFrom", "too-late", "The date would be over when the change holds.");
        }
        OnDay now = holidays.of(command.date(), command.validFrom());
        if (command.free() && command.label() == null && now.label().isEmpty()) {
            throw InvalidFields.of("/label", "required", "A new holiday needs a name.");
        }
        if (now.free() == command.free()
                && (command.label() == null || command.label().equals(now.label()))) {
            return;
        }
        apply(
                new HolidayChanged(
                        ID, command.date(), command.free(), command.label(), command.validFrom()));
    }

    @EventSourcingHandler
    void evolve(HolidayChanged event, EventMoment moment) {
        id = event.listId();
        latest = moment.notBefore(latest);
        holidays =
                holidays.with(
                        new Change(event.date(), event.free(), event.label(), event.validFrom()));
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    Holidays holidays() {
        return holidays;
    }
}
