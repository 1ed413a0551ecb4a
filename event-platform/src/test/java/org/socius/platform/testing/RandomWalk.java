package org.socius.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Actor;
import org.socius.platform.command.EventMoment;
import org.socius.platform.lifecycle.LifeCycle;
import org.socius.platform.problem.Rejection;
import org.socius.platform.serialization.StateSerializer;
import org.socius.platform.time.Brussels;

/**
 * Seeded walks of random commands through the life cycles of a service: whatever is commanded, in
 * whatever order, by whomever and whenever, is either carried out along the table of the aggregate
 * or refused with a named problem. {@code -Dsocius.walk=SEED} plays one walk; a failure names its
 * seed.
 */
public final class RandomWalk {

    private static final int WALKS =
            Integer.getInteger("socius.walks", Boolean.getBoolean("socius.deep") ? 20_000 : 1_000);
    private static final int TRIES = 10;
    private static final Serializer SNAPSHOTS = StateSerializer.create();

    private static final Duration[] LEAPS = {
        Duration.ofMinutes(5),
        Duration.ofHours(20),
        Duration.ofDays(3),
        Duration.ofDays(8),
        Duration.ofDays(30),
        Duration.ofDays(200),
        Duration.ofDays(800)
    };

    /** A command and who gives it. */
    public record Attempt(Actor by, Object command) {}

    /**
     * Where a record stands.
     *
     * @param name such as {@code activity 1}
     */
    public record Place(String name, LifeCycle<?> table, Enum<?> state) {}

    /** One aggregate as its events tell it, kept beside the one under test. */
    public interface Shadow {

        void evolve(Object event, EventMoment moment);

        /** Where it stands, and each record that lives in it; its own first. */
        List<Place> places();

        /** Which of them an event is about. */
        default String about(Object event) {
            return places().getFirst().name();
        }

        /** All of its state. */
        Object state();

        /** The same, read back from a snapshot; itself for what has none. */
        default Shadow fromSnapshot() {
            return this;
        }
    }

    /**
     * The shadow of an aggregate that has a {@code status}, a {@code LIFE_CYCLE} and one {@code
     * evolve}.
     */
    public static Supplier<Shadow> of(Class<?> type) {
        return () -> new Reflected(Reflected.fresh(type));
    }

    private record Reflected(Object aggregate) implements Shadow {

        private static Object fresh(Class<?> type) {
            return told(
                    () -> {
                        var constructor = type.getDeclaredConstructor();
                        constructor.setAccessible(true);
                        return constructor.newInstance();
                    });
        }

        @Override
        public void evolve(Object event, EventMoment moment) {
            for (Method method : aggregate.getClass().getDeclaredMethods()) {
                if (method.getName().equals("evolve")
                        && method.getParameterTypes()[0].isInstance(event)) {
                    method.setAccessible(true);
                    told(() -> method.invoke(aggregate, event, moment));
                    return;
                }
            }
            throw new AssertionError("Nothing takes up " + event);
        }

        @Override
        public List<Place> places() {
            LifeCycle<?> table = (LifeCycle<?>) Objects.requireNonNull(field("LIFE_CYCLE"));
            return List.of(
                    new Place("it", table, (Enum<?>) Objects.requireNonNull(field("status"))));
        }

        @Override
        public Object state() {
            return SNAPSHOTS.serialize(aggregate, String.class).getData();
        }

        @Override
        public Shadow fromSnapshot() {
            return aggregate.getClass().isAnnotationPresent(Revision.class)
                    ? new Reflected(
                            SNAPSHOTS.deserialize(SNAPSHOTS.serialize(aggregate, String.class)))
                    : this;
        }

        private @Nullable Object field(String name) {
            return told(
                    () -> {
                        var field = aggregate.getClass().getDeclaredField(name);
                        field.setAccessible(true);
                        return field.get(aggregate);
                    });
        }

        private static <T> T told(Callable<T> reflection) {
            try {
                return reflection.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private final Map<String, Supplier<Shadow>> shadows;
    private final List<Story> starts;
    private final List<Function<Random, Attempt>> attempts;
    private final String[] reasonCodes;
    private final Set<String> seen = new TreeSet<>();
    private final Set<String> refusals = new TreeSet<>();

    /**
     * A walk through these aggregates.
     *
     * @param shadows by the name of the aggregate's class; others are let be
     * @param starts stories that have come somewhere already
     * @param attempts what may be tried, each as likely as another
     * @param reasonCodes known ones and others
     */
    public RandomWalk(
            Map<String, Supplier<Shadow>> shadows,
            List<Story> starts,
            List<Function<Random, Attempt>> attempts,
            String... reasonCodes) {
        this.shadows = shadows;
        this.starts = starts.stream().map(Story::mark).toList();
        this.attempts = attempts;
        this.reasonCodes = reasonCodes;
    }

    /** Walks; says which steps of the tables were seen. */
    public Set<String> run() {
        Long only = Long.getLong("socius.walk");
        for (long seed = only == null ? 0 : only;
                seed < (only == null ? WALKS : only + 1);
                seed++) {
            List<String> path = new ArrayList<>();
            try {
                walk(new Random(seed), path);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(
                        "Walk -Dsocius.walk=" + seed + ":\n" + String.join("\n", path), e);
            }
        }
        return seen;
    }

    /** Names of the refusals that were met. */
    public Set<String> refusals() {
        return refusals;
    }

    private void walk(Random random, List<String> path) {
        Story story = starts.get(random.nextInt(starts.size())).rewind();
        Map<String, Shadow> known = new HashMap<>();
        int told = follow(story, 0, known);
        for (int i = 0; i < TRIES; i++) {
            if (random.nextInt(4) == 0) {
                Duration leap = LEAPS[Math.min(random.nextInt(12), random.nextInt(LEAPS.length))];
                story.at(story.now().plus(leap).toString());
            }
            Attempt attempt = attempts.get(random.nextInt(attempts.size())).apply(random);
            path.add(story.now() + " " + attempt);
            String outcome = attempt(story, attempt, random);
            path.add("    " + outcome);
            told = follow(story, told, known);
            if (random.nextInt(20) == 0) {
                known.replaceAll((id, shadow) -> shadow.fromSnapshot());
            }
        }
        Map<String, Shadow> again = new HashMap<>();
        follow(story, 0, again);
        known.forEach(
                (id, shadow) ->
                        assertThat(shadow.state())
                                .as("%s from a snapshot and from its events", id)
                                .isEqualTo(again.get(id).state()));
    }

    private String attempt(Story story, Attempt attempt, Random random) {
        if (random.nextInt(5) > 0) {
            story.because("A reason");
        }
        if (random.nextInt(3) == 0) {
            story.because(reasonCodes[random.nextInt(reasonCodes.length)], "A reason");
        }
        if (random.nextInt(15) == 0) {
            story.on(Brussels.day(story.now()).minusDays(random.nextInt(10)).toString());
        }
        if (random.nextInt(25) == 0) {
            story.seeing(random.nextInt(20));
        }
        int before = story.journal().size();
        Rejection refusal = story.when(attempt.by(), attempt.command()).refusal();
        if (refusal == null) {
            return "carried out";
        }
        assertThat(story.journal()).as("events of a refused command").hasSize(before);
        assertThat(refusal.problem().status()).as(refusal.toString()).isBetween(400, 499);
        refusals.add(refusal.getClass().getSimpleName());
        return "refused: " + refusal.getClass().getSimpleName();
    }

    /** Folds what is new, each event along the tables. */
    private int follow(Story story, int told, Map<String, Shadow> known) {
        List<DomainEventMessage<?>> journal = story.journal();
        for (DomainEventMessage<?> message : journal.subList(told, journal.size())) {
            Supplier<Shadow> fresh = shadows.get(message.getType());
            if (fresh != null) {
                boolean begins = !known.containsKey(message.getAggregateIdentifier());
                Shadow shadow =
                        known.computeIfAbsent(message.getAggregateIdentifier(), _ -> fresh.get());
                List<Place> before = begins ? List.of() : shadow.places();
                shadow.evolve(message.getPayload(), EventMoment.of(message.getMetaData()));
                compare(before, shadow, message.getPayload());
            }
        }
        return journal.size();
    }

    private void compare(List<Place> before, Shadow shadow, Object event) {
        for (Place after : shadow.places()) {
            Enum<?> from =
                    before.stream()
                            .filter(place -> place.name().equals(after.name()))
                            .<Enum<?>>map(Place::state)
                            .findFirst()
                            .orElse(null);
            if (after.state() != from || after.name().equals(shadow.about(event))) {
                String step =
                        "%s: %s --%s--> %s"
                                .formatted(
                                        after.table().name(),
                                        from == null ? "[*]" : from,
                                        event.getClass().getSimpleName(),
                                        after.state());
                assertThat(knows(after.table(), from, event.getClass(), after.state()))
                        .as("the table has %s", step)
                        .isTrue();
                seen.add(step);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <S extends Enum<S>> boolean knows(
            LifeCycle<S> table, @Nullable Enum<?> before, Class<?> event, Enum<?> after) {
        return table.knows((S) before, event, (S) after);
    }
}
