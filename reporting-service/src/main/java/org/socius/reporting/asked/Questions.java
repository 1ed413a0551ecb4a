package org.socius.reporting.asked;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.function.Supplier;
import org.socius.platform.intake.Intakes;
import org.socius.platform.time.Brussels;
import org.socius.platform.time.BusinessClock;
import org.socius.platform.web.ListQuery;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.Situation;
import org.socius.reporting.intake.Known;
import org.springframework.stereotype.Component;

/** Opens the facts at the two times of a question. */
@Component
public final class Questions {

    private final Supplier<Known> known;
    private final Intakes intakes;
    private final BusinessClock clock;
    private final Clock machineClock = Clock.systemUTC();

    Questions(Supplier<Known> known, Intakes intakes, BusinessClock clock) {
        this.known = known;
        this.intakes = intakes;
        this.clock = clock;
    }

    /** Today in Brussels, by the business clock: what {@code asOf} means where it is not given. */
    public LocalDate today() {
        return Brussels.day(clock.instant());
    }

    /** What a question lets see of everything that is known now. */
    public Opened open(ListQuery query) {
        Known now = known.get();
        Asked asked = Asked.of(query, today());
        return new Opened(
                this,
                now,
                asked,
                now.situation(asked.bounds()),
                now.situation(new Asked(null, null, today(), null).bounds()));
    }

    /**
     * One state of the facts, as a question lets see it.
     *
     * @param today everything that is known now, whatever was asked
     */
    public record Opened(
            Questions questions, Known known, Asked asked, Situation situation, Situation today) {

        /** The same state of the facts, asked for another period. */
        public Opened during(LocalDate first, LocalDate last) {
            return new Opened(questions, known, asked.during(first, last), situation, today);
        }

        /** The same state of the facts by the end of another day. */
        public Opened asOf(LocalDate day) {
            Asked then = new Asked(asked.from(), asked.to(), day, asked.knownAt());
            return new Opened(questions, known, then, known.situation(then.bounds()), today);
        }

        /** What the public may see of the past is what it may still see today (R43). */
        public boolean isOpen(ActionFacts action) {
            return action.isOpen()
                    && today.action(action.id()).filter(ActionFacts::isOpen).isPresent();
        }

        /** What the answer says of itself. */
        public Meta meta(int withoutDate) {
            Instant knownAt = asked.knownAt();
            return new Meta(
                    asked.asOf(),
                    knownAt == null ? questions.clock.instant() : knownAt,
                    asked.from(),
                    asked.to(),
                    known.contained(),
                    withoutDate,
                    questions.intakes.lagSeconds(),
                    questions.machineClock.instant());
        }
    }
}
