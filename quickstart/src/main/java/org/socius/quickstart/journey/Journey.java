package org.socius.quickstart.journey;

import java.util.List;
import java.util.Map;
import org.socius.quickstart.CannotStart;
import org.socius.quickstart.DataDirectory;
import org.socius.quickstart.Progress;

/**
 * Plays one request through its whole life and prints each step with the figures it changed. It
 * goes on from the first step that was not acknowledged, also after a kill: every command carries a
 * key that makes its repetition harmless.
 */
public final class Journey {

    private final Api api;
    private final Figures reports;
    private final Progress progress;
    private final JourneyState state;
    private final List<Step> steps;

    public Journey(Api api, DataDirectory directory, Progress progress) {
        this(api, directory, progress, LifeOfARequest.steps());
    }

    Journey(Api api, DataDirectory directory, Progress progress, List<Step> steps) {
        this.api = api;
        this.reports = new Figures(api);
        this.progress = progress;
        this.state = JourneyState.in(directory);
        this.steps = steps;
    }

    /**
     * One step.
     *
     * @param name what happens, as a sentence
     */
    record Step(String name, Play play) {}

    /** What a step does; any answer that it does not expect ends the journey. */
    @FunctionalInterface
    interface Play {
        void play(Stage stage);
    }

    /**
     * @throws CannotStart at the first step that did not go as the contract says
     */
    public void play() {
        Map<String, Long> figures = figures("before the first step");
        for (int i = state.done(); i < steps.size(); i++) {
            Step step = steps.get(i);
            try {
                step.play().play(new Stage(api, state, "journey-" + state.id() + "-" + (i + 1)));
            } catch (Api.Unexpected broken) {
                throw new CannotStart(
                        "Step %d (%s) went wrong: %s"
                                .formatted(i + 1, step.name(), broken.getMessage()),
                        broken);
            }
            state.acknowledge(i + 1);
            Map<String, Long> now = figures("after step " + (i + 1));
            progress.say(
                    "%3d/%d  %-70s %s"
                            .formatted(i + 1, steps.size(), step.name(), changes(figures, now)));
            figures = now;
        }
        progress.say("The journey is over: " + figures);
    }

    private Map<String, Long> figures(String when) {
        try {
            return reports.complete();
        } catch (Api.Unexpected broken) {
            throw new CannotStart(
                    "The journey stopped %s: %s".formatted(when, broken.getMessage()), broken);
        }
    }

    private static String changes(Map<String, Long> before, Map<String, Long> now) {
        StringBuilder changes = new StringBuilder();
        now.forEach(
                (figure, value) -> {
                    long old = before.getOrDefault(figure, 0L);
                    if (old != value) {
                        changes.append(' ')
                                .append(figure)
                                .append(' ')
                                .append(old)
                                .append(" -> ")
                                .append(value);
                    }
                });
        return changes.toString().strip();
    }
}
