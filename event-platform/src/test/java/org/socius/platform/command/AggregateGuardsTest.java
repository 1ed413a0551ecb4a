package org.socius.platform.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.Instant;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.problem.Rejection;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.serialization.PersonalData;
import org.socius.platform.testing.Story;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AggregateGuardsTest {

    private static final Actor CLARA = Story.person("clara", "coordinator");

    private final Story story =
            Story.of(EventTypes.of(LampEvent.class), "2026-03-02T09:00:00Z", List.of(), Lamp.class);

    sealed interface LampEvent {
        record LampInstalled(String id, @PersonalData String owner, Instant burnsUntil)
                implements LampEvent {}

        record LampSwitched(String id) implements LampEvent {}

        record LampExpired(String id) implements LampEvent {}
    }

    record Install(String id, String owner, Instant burnsUntil) {}

    record Switch(@TargetAggregateIdentifier String id) {}

    static class Lamp implements Chronicled {
        @AggregateIdentifier private @Nullable String id;
        private @Nullable EventMoment latest;
        private @Nullable Instant burnsUntil;

        @CommandHandler
        Lamp(Install command) {
            apply(new LampEvent.LampInstalled(command.id(), command.owner(), command.burnsUntil()));
        }

        Lamp() {}

        @CommandHandler
        void decide(Switch command, CommandContext context) {
            apply(new LampEvent.LampSwitched(command.id()));
        }

        @EventSourcingHandler
        void evolve(LampEvent event, EventMoment moment) {
            latest = moment;
            switch (event) {
                case LampEvent.LampInstalled e -> {
                    id = e.id();
                    burnsUntil = e.burnsUntil();
                }
                case LampEvent.LampSwitched _ -> {}
                case LampEvent.LampExpired _ -> burnsUntil = null;
            }
        }

        @Override
        public @Nullable EventMoment latest() {
            return latest;
        }

        @Override
        public @Nullable Instant nextStepDue() {
            return burnsUntil;
        }

        @Override
        public void catchUp(CommandContext context) {
            if (id != null && burnsUntil != null && context.hasPassed(burnsUntil)) {
                apply(new LampEvent.LampExpired(id), DueSteps.at(burnsUntil));
            }
        }
    }

    @Test
    void a_command_for_an_older_version_is_refused() {
        story.given(CLARA, install("2027-01-01T00:00:00Z"), new Switch("lamp"));

        Rejection.StaleVersion stale =
                story.seeing(0)
                        .when(CLARA, new Switch("lamp"))
                        .expectRefusal(Rejection.StaleVersion.class);

        assertThat(stale.facts()).containsEntry("currentVersion", 1L);
        story.seeing(1).when(CLARA, new Switch("lamp")).accepted();
    }

    @Test
    void a_late_entry_may_not_lie_before_the_newest_one() {
        story.on("2026-02-10").given(CLARA, install("2027-01-01T00:00:00Z"));

        story.on("2026-02-09")
                .when(CLARA, new Switch("lamp"))
                .expectRefusal(Rejection.EntryOutOfOrder.class);
        story.on("2026-02-10").when(CLARA, new Switch("lamp")).accepted();
    }

    @Test
    void a_late_fact_of_another_service_is_taken_whenever_it_comes() {
        story.on("2026-02-10").given(CLARA, install("2027-01-01T00:00:00Z"));

        story.on("2026-02-09").when(Actor.system("intake"), new Switch("lamp")).accepted();
    }

    @Test
    void a_step_that_is_due_is_recorded_before_the_command_and_dated_with_its_due_time() {
        story.given(CLARA, install("2026-03-05T00:00:00Z"));

        story.at("2026-03-09T00:00:00Z")
                .when(CLARA, new Switch("lamp"))
                .expectTypes(LampEvent.LampExpired.class, LampEvent.LampSwitched.class);

        assertThat(EventMoment.of(story.messagesOf("lamp").get(1).getMetaData()).occurredAt())
                .isEqualTo("2026-03-05T00:00:00Z");
        assertThat(EventMoment.of(story.messagesOf("lamp").get(2).getMetaData()).occurredAt())
                .isEqualTo("2026-03-09T00:00:00Z");
    }

    @Test
    void a_deadline_of_the_same_day_has_not_passed_for_a_late_entry() {
        story.on("2026-02-01").given(CLARA, install("2026-02-20T06:00:00Z"));

        story.on("2026-02-20")
                .when(CLARA, new Switch("lamp"))
                .expectTypes(LampEvent.LampSwitched.class);
        story.on("2026-02-21")
                .when(CLARA, new Switch("lamp"))
                .expectTypes(LampEvent.LampExpired.class, LampEvent.LampSwitched.class);
    }

    private static Install install(String burnsUntil) {
        return new Install("lamp", "a person", Instant.parse(burnsUntil));
    }
}
