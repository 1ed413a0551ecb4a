package org.socius.reporting;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.socius.contracts.expert.ExpertContract.ExpertErasedV1;
import org.socius.platform.embedded.EmbeddedKafka;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Http;

/** An expert is erased after three missions, and the days still count. */
@ExtendWith(EmbeddedParts.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class ErasedExpertStoryTest {

    private static final List<String> FIGURES =
            List.of(
                    "/api/v1/reports/working-days-by-member-state",
                    "/api/v1/reports/experts-by-member-state",
                    "/api/v1/reports/overview");

    @Test
    void the_days_and_the_expert_count_as_before(@TempDir Path directory) {
        Told told = new Told();
        for (int mission = 1; mission <= 3; mission++) {
            String m = "m" + mission;
            told.on("2026-0" + mission + "-10")
                    .tell(m, Examples.mobilised(m, "x1", "a" + mission, "IT"))
                    .on("2026-0" + mission + "-25")
                    .tell(
                            m,
                            Examples.days(
                                    m, "x1", "a" + mission, "IT", 10, "2026-0" + mission + "-20"));
        }
        told.tell("m4", Examples.mobilised("m4", "x2", "a1", "ES"));

        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory)) {
            feed(kafka, told, 0);
            try (RunningService reports =
                    RunningService.start(kafka.bootstrapServers(), "erased").knowing(told)) {
                Map<String, String> before = figures(reports.http());
                int known = told.facts().size();
                told.on("2026-04-01").tell("x1", new ExpertErasedV1("x1"));
                feed(kafka, told, known);
                reports.knowing(told);

                assertThat(figures(reports.http())).isEqualTo(before);
                var days =
                        reports.http()
                                .get("/api/v1/reports/working-days-by-member-state")
                                .body()
                                .path("rows");
                assertThat(days.valueStream())
                        .anySatisfy(
                                row -> {
                                    assertThat(row.path("memberState").asString()).isEqualTo("IT");
                                    assertThat(row.path("workingDays").asDouble()).isEqualTo(30);
                                    assertThat(row.path("mobilisations").asInt()).isEqualTo(3);
                                    assertThat(row.path("experts").asInt()).isEqualTo(1);
                                });
            }
        }
    }

    private static void feed(EmbeddedKafka kafka, Told told, int from) {
        RunningService.feed(
                kafka.bootstrapServers(),
                producer ->
                        told.records().subList(from, told.facts().size()).forEach(producer::send));
    }

    /** What the reports say, without how far they are. */
    private static Map<String, String> figures(Http http) {
        Map<String, String> figures = new TreeMap<>();
        for (String report : FIGURES) {
            var body = http.get(report + "?asOf=2026-12-31").body();
            figures.put(report + " rows", String.valueOf(body.path("rows")));
            figures.put(report + " totals", String.valueOf(body.path("totals")));
            figures.put(report + " days", String.valueOf(body.path("workingDays")));
            figures.put(report + " experts", String.valueOf(body.path("experts")));
        }
        return figures;
    }
}
