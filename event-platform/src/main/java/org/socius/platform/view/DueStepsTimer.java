package org.socius.platform.view;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.socius.platform.parking.Failure;
import org.socius.platform.problem.Rejection;

/**
 * Works off automatic steps as they fall due by the business clock, oldest first. What is due
 * stands in a collection of its own, so it survives restarts; the command it sends has an id
 * derived from aggregate and due time, so a step is taken once however many instances look.
 */
public final class DueStepsTimer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DueStepsTimer.class);
    private static final long POLL_MILLIS = 250;

    /** The pause after a step that fails doubles from one to the other. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final MongoCollection<Document> due;
    private final Clock businessClock;
    private final SystemCommands commands;
    private final Map<String, Function<String, Object>> toCommand;
    private final Map<Document, Pause> failing = new HashMap<>();
    private final ScheduledExecutorService worker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("due-steps").daemon().factory());

    /**
     * @param until by {@link System#nanoTime}
     */
    private record Pause(Duration length, long until) {

        static Pause after(@Nullable Pause earlier) {
            Duration length = earlier == null ? FIRST_PAUSE : earlier.length().multipliedBy(2);
            Duration capped = length.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : length;
            return new Pause(capped, System.nanoTime() + capped.toNanos());
        }

        boolean isOver() {
            return System.nanoTime() - until >= 0;
        }
    }

    /**
     * @param toCommand by aggregate type: the command that lets an aggregate record its due steps
     */
    public DueStepsTimer(
            MongoDatabase database,
            Clock businessClock,
            SystemCommands commands,
            Map<String, Function<String, Object>> toCommand) {
        this.due = database.getCollection("due_steps");
        this.businessClock = businessClock;
        this.commands = commands;
        this.toCommand = toCommand;
    }

    public void start() {
        worker.scheduleWithFixedDelay(this::work, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Remembers when an aggregate's next step falls due; null forgets it. */
    public void schedule(String aggregateType, String aggregateId, @Nullable Instant at) {
        if (at == null) {
            due.deleteOne(Filters.eq("_id", aggregateId));
            return;
        }
        due.replaceOne(
                Filters.eq("_id", aggregateId),
                new Document("_id", aggregateId)
                        .append("type", aggregateType)
                        .append("at", at.toString())
                        .append("key", sortKey(at)),
                new ReplaceOptions().upsert(true));
    }

    private void work() {
        try {
            Instant now = businessClock.instant();
            List<Document> ready = new ArrayList<>();
            due.find(Filters.lte("key", now.toEpochMilli()))
                    .sort(Sorts.ascending("key"))
                    .into(ready);
            failing.keySet().retainAll(ready);
            for (Document step : ready) {
                Pause pause = failing.get(step);
                if (pause == null || pause.isOver()) {
                    tryToTake(step);
                }
            }
        } catch (RuntimeException e) {
            log.warn("Due steps wait for the next round", e);
        }
    }

    /** A step that fails is tried again later and does not hold up the others. */
    private void tryToTake(Document step) {
        try {
            take(step);
            failing.remove(step);
        } catch (RuntimeException e) {
            if (Failure.of(e) == Failure.DOWN) {
                throw e;
            }
            Pause pause = Pause.after(failing.get(step));
            failing.put(step, pause);
            log.error("Step of {} waits {}", step.getString("_id"), pause.length(), e);
        }
    }

    private void take(Document step) {
        String id = step.getString("_id");
        Function<String, Object> command = toCommand.get(step.getString("type"));
        if (command == null) {
            log.error("Nothing handles due steps of {}", step.getString("type"));
            return;
        }
        try {
            commands.sendNow("due-steps", command.apply(id), id + "/" + step.getString("at"));
            due.deleteOne(
                    Filters.and(Filters.eq("_id", id), Filters.eq("at", step.getString("at"))));
        } catch (Rejection e) {
            log.info("Step of {} due {} not taken: {}", id, step.getString("at"), e.getMessage());
            due.deleteOne(
                    Filters.and(Filters.eq("_id", id), Filters.eq("at", step.getString("at"))));
        }
    }

    /** Milliseconds, rounded up: when the step is looked at, its time has come. */
    private static long sortKey(Instant at) {
        return at.plusNanos(999_999).toEpochMilli();
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
