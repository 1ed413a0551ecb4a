package org.socius.quickstart.journey;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The figures of the overview, once they contain everything that the services have recorded. */
final class Figures {

    /** Under normal load two seconds; a busy machine gets more. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String STAFF = "coordinator";

    private final Api api;

    Figures(Api api) {
        this.api = api;
    }

    /**
     * The whole numbers of the overview by name.
     *
     * @throws Api.Unexpected if the reports do not catch up with what was recorded
     */
    Map<String, Long> complete() {
        Map<String, Long> recorded = recorded();
        long end = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            JsonNode overview = overview();
            if (contains(overview.at("/meta/positions"), recorded)) {
                return wholeNumbers(overview);
            }
            if (System.nanoTime() > end) {
                throw new Api.Unexpected(
                        "the reports stay at %s, although %s was recorded"
                                .formatted(overview.at("/meta/positions"), recorded));
            }
            Api.pause(Duration.ofMillis(100));
        }
    }

    /**
     * How many events each service says to have for each topic. A list that takes an event up again
     * some seconds later makes the status 503 until it has.
     */
    private Map<String, Long> recorded() {
        Map<String, Long> recorded = new TreeMap<>();
        long end = System.nanoTime() + LIMIT.toNanos();
        Api.Answer status = api.get(STAFF, "/api/v1/status");
        while (status.status() == 503 && System.nanoTime() < end) {
            Api.pause(Duration.ofMillis(100));
            status = api.get(STAFF, "/api/v1/status");
        }
        for (JsonNode service : answer(status).path("services")) {
            service.at("/relay/recorded")
                    .properties()
                    .forEach(
                            topic ->
                                    recorded.merge(
                                            topic.getKey(), topic.getValue().asLong(), Long::sum));
        }
        return recorded;
    }

    private JsonNode overview() {
        return answer(api.get(STAFF, "/api/v1/reports/overview"));
    }

    private static JsonNode answer(Api.Answer answer) {
        if (answer.status() != 200) {
            throw new Api.Unexpected(
                    "the figures answered " + answer.status() + " " + answer.body());
        }
        return answer.body();
    }

    private static boolean contains(JsonNode positions, Map<String, Long> recorded) {
        return recorded.entrySet().stream()
                .allMatch(topic -> positions.path(topic.getKey()).asLong(0) >= topic.getValue());
    }

    private static Map<String, Long> wholeNumbers(JsonNode overview) {
        Map<String, Long> figures = new TreeMap<>();
        for (Map.Entry<String, JsonNode> member : overview.properties()) {
            if (member.getValue().isIntegralNumber()) {
                figures.put(member.getKey(), member.getValue().asLong());
            }
        }
        return figures;
    }
}
