package org.socius.quickstart.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.socius.quickstart.journey.Api;
import tools.jackson.databind.JsonNode;

/**
 * Sixty experts and some forty requests of fictional institutions, at least one thing in every
 * state that can be reached, and the two projects and the records that public sources tell of.
 * Deterministic, and entered by commands through the API like anything else, so it is a test of it
 * as well.
 */
public final class DemoDataset {

    /** Lives played side by side; more would only wait for each other. */
    private static final int SIDE_BY_SIDE = 3;

    private static final Map<Life.Until, Integer> LIVES = lives();

    private static final Map<String, List<String>> STATES =
            Map.of(
                    "/api/v1/requests",
                    List.of(
                            "DRAFT",
                            "SUBMITTED",
                            "UNDER_SCREENING",
                            "RETURNED",
                            "INELIGIBLE",
                            "UNDER_APPRAISAL",
                            "ACCEPTED",
                            "REJECTED",
                            "WITHDRAWN"),
                    "/api/v1/actions",
                    List.of(
                            "IN_DESIGN",
                            "AWAITING_APPROVAL",
                            "APPROVED",
                            "UNDER_IMPLEMENTATION",
                            "UNDER_EVALUATION",
                            "CLOSED",
                            "REFUSED",
                            "CANCELLED"),
                    "/api/v1/calls",
                    List.of(
                            "DRAFT",
                            "OPEN",
                            "CLOSED",
                            "UNDER_SELECTION",
                            "FILLED",
                            "PARTLY_FILLED",
                            "UNFILLED"),
                    "/api/v1/applications",
                    List.of(
                            "SUBMITTED",
                            "INADMISSIBLE",
                            "ADMISSIBLE",
                            "SHORTLISTED",
                            "SELECTED",
                            "RESERVE",
                            "NOT_SELECTED",
                            "ACCEPTED",
                            "DECLINED",
                            "WITHDRAWN"),
                    "/api/v1/mobilisations",
                    List.of(
                            "PROPOSED",
                            "AWAITING_AUTHORISATION",
                            "AUTHORISED",
                            "CONTRACTING",
                            "MOBILISED",
                            "ON_ASSIGNMENT",
                            "REPORTING",
                            "SETTLED",
                            "CANCELLED"));

    private static final Set<String> ACTIVITY_STATES =
            Set.of(
                    "PLANNED",
                    "TOR_IN_DRAFT",
                    "TOR_FINAL",
                    "STAFFING",
                    "TEAM_COMPLETE",
                    "CONFIRMED",
                    "IN_PREPARATION",
                    "IN_PROGRESS",
                    "REPORTING",
                    "UNDER_QUALITY_REVIEW",
                    "COMPLETED");

    private final Entry entry;
    private final IntConsumer percent;

    /**
     * @param today the business clock's day when the loading first began; everything lies before it
     * @param percent told how far the loading is
     */
    public DemoDataset(Api api, java.time.LocalDate today, IntConsumer percent) {
        this.entry = new Entry(api, today);
        this.percent = percent;
    }

    private static Map<Life.Until, Integer> lives() {
        Map<Life.Until, Integer> lives = new LinkedHashMap<>();
        for (Life.Until until : Life.Until.values()) {
            lives.put(until, 1);
        }
        lives.put(Life.Until.SUBMITTED, 2);
        lives.put(Life.Until.UNDER_APPRAISAL, 2);
        lives.put(Life.Until.CALL_OPEN, 2);
        lives.put(Life.Until.CLOSED, 3);
        return lives;
    }

    /**
     * Enters everything; what an interrupted call has entered before stays as it is.
     *
     * @throws RuntimeException if a command is refused or a state has nobody in it
     */
    public void load() {
        whatPublicSourcesTell();
        List<Callable<Void>> roster = new ArrayList<>();
        Roster experts = new Roster(entry);
        for (int i = 0; i < Roster.SIZE; i++) {
            int number = i;
            roster.add(() -> done(() -> experts.enter(number)));
        }
        List<Callable<Void>> lives = new ArrayList<>();
        int number = 0;
        int withOpenCall = 0;
        for (Map.Entry<Life.Until, Integer> kind : LIVES.entrySet()) {
            if (kind.getKey() == Life.Until.CALL_OPEN) {
                withOpenCall = number;
            }
            for (int i = 0; i < kind.getValue(); i++) {
                Life life = new Life(entry, number++, kind.getKey());
                lives.add(() -> done(life::play));
            }
        }
        AtomicInteger finished = new AtomicInteger();
        int all = roster.size() + lives.size() * 5;
        try (ExecutorService pool =
                Executors.newFixedThreadPool(
                        SIDE_BY_SIDE, Thread.ofVirtual().name("demo-", 0).factory())) {
            work(pool, roster, () -> percent.accept(finished.addAndGet(1) * 100 / all));
            work(
                    pool,
                    lives,
                    () -> percent.accept(Math.min(99, finished.addAndGet(5) * 100 / all)));
        }
        new Nomination(entry, Life.call(withOpenCall)).enter();
        everyStateIsThere();
    }

    /** Enters what was published about the history of the facility, with its sources. */
    public void whatWasPublished() {
        new SeedRecords(entry).enterPublished();
    }

    /** Enters the projects and the records of the facility, which are none of the lives made up. */
    public void whatPublicSourcesTell() {
        new SeedProjects(entry).enter();
        new SeedRecords(entry).enter();
    }

    private static Void done(Runnable what) {
        what.run();
        return null;
    }

    private static void work(ExecutorService pool, List<Callable<Void>> parts, Runnable step) {
        List<Future<Void>> running = new ArrayList<>();
        for (Callable<Void> part : parts) {
            running.add(
                    pool.submit(
                            () -> {
                                Void nothing = part.call();
                                step.run();
                                return nothing;
                            }));
        }
        try {
            for (Future<Void> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            pool.shutdownNow();
            throw e.getCause() instanceof RuntimeException fault
                    ? fault
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Loading was interrupted", e);
        }
    }

    private void everyStateIsThere() {
        Set<String> missing = new TreeSet<>();
        for (int poll = 0; poll < 20; poll++) {
            missing.clear();
            STATES.forEach(
                    (path, states) -> {
                        for (String state : states) {
                            JsonNode page =
                                    entry.api()
                                            .get("coordinator", path + "?size=1&status=" + state)
                                            .body();
                            if (page.path("totalItems").asLong(0) == 0) {
                                missing.add(path + " " + state);
                            }
                        }
                    });
            Set<String> activities = new TreeSet<>(ACTIVITY_STATES);
            for (JsonNode action :
                    entry.api()
                            .get("coordinator", "/api/v1/actions?size=200")
                            .body()
                            .path("items")) {
                action.path("activities")
                        .forEach(
                                activity ->
                                        activities.remove(activity.path("status").asString("")));
            }
            activities.forEach(state -> missing.add("activity " + state));
            if (missing.isEmpty()) {
                return;
            }
            java.util.concurrent.locks.LockSupport.parkNanos(
                    java.time.Duration.ofMillis(500).toNanos());
        }
        throw new IllegalStateException("The demo data has nothing in these states: " + missing);
    }
}
