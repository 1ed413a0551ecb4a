package org.socius.quickstart.journey;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What a step may use: the API, what earlier steps remembered, and its own key. */
final class Stage {

    /**
     * Effects in other services follow within two seconds under normal load; a busy machine gets
     * more.
     */
    private static final Duration EFFECT_LIMIT = Duration.ofSeconds(30);

    private final Api api;
    private final JourneyState state;
    private final String key;
    private int commands;

    Stage(Api api, JourneyState state, String key) {
        this.api = api;
        this.state = state;
        this.key = key;
    }

    Api api() {
        return api;
    }

    String fact(String name) {
        return state.fact(name)
                .orElseThrow(
                        () -> new Api.Unexpected("an earlier step has not remembered " + name));
    }

    void remember(String name, String value) {
        state.remember(name, value);
    }

    /** A command that has to be accepted. */
    Api.Answer post(String login, String path, Object body) {
        return accepted("POST", login, path, api.post(login, path, nextKey(), body));
    }

    /** A command that has to be accepted. */
    Api.Answer put(String login, String path, Object body) {
        return accepted("PUT", login, path, api.put(login, path, nextKey(), body));
    }

    /** A question that has to be answered. */
    Api.Answer get(String login, String path) {
        return accepted("GET", login, path, api.get(login, path));
    }

    /** The figures as they are when everything recorded has arrived in them. */
    Map<String, Long> figures() {
        return new Figures(api).complete();
    }

    /** Moves the business clock; a clock that is there already needs no move. */
    void moveClockTo(Instant instant) {
        Api.Answer answer =
                api.post(
                        "admin",
                        "/api/v1/demo/clock",
                        nextKey(),
                        Map.of("now", instant.toString()));
        if (answer.status() != 200 && !answer.problem().equals("clock-runs-forward")) {
            throw new Api.Unexpected("the clock answered " + answer.status() + " " + answer.body());
        }
    }

    /** Asks until the answer is as expected: for effects that arrive from another service. */
    Api.Answer await(String what, Supplier<Api.Answer> question, Predicate<Api.Answer> expected) {
        long end = System.nanoTime() + EFFECT_LIMIT.toNanos();
        Api.Answer answer = question.get();
        while (!expected.test(answer)) {
            if (System.nanoTime() > end) {
                throw new Api.Unexpected(
                        what
                                + " did not come about; last answer: "
                                + answer.status()
                                + " "
                                + answer.body());
            }
            Api.pause(Duration.ofMillis(100));
            answer = question.get();
        }
        return answer;
    }

    /** Two commands of one step have keys of their own, the same ones when the step is repeated. */
    private String nextKey() {
        commands += 1;
        return key + "-" + commands;
    }

    private static Api.Answer accepted(
            String method, String login, String path, Api.Answer answer) {
        if (!Set.of(200, 201).contains(answer.status())) {
            throw new Api.Unexpected(
                    "%s %s as %s answered %d %s"
                            .formatted(method, path, login, answer.status(), answer.body()));
        }
        return answer;
    }
}
