package org.socius.reporting.report;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What the facility and others have stated: shown beside computed figures, never added (R113). */
final class Published {

    private final Stated stated;

    private record Stated(List<Figure> figures, List<Mention> thematicMentions) {}

    /**
     * A stated figure.
     *
     * @param period months such as {@code 2014-01/2018-06}, null if the source states none
     * @param scope a project or country it is about, null for the facility
     * @param attributedTo who said it, if not the facility (R120)
     * @param comparison such as {@code more than}; null for exactly
     */
    record Figure(
            String metric,
            Number value,
            String unit,
            @Nullable String period,
            @Nullable String scope,
            @JsonAlias("attributed_to") @Nullable String attributedTo,
            @Nullable String comparison,
            String source) {

        @Nullable LocalDate from() {
            return period == null ? null : YearMonth.parse(period.split("/")[0]).atDay(1);
        }

        @Nullable LocalDate to() {
            return period == null ? null : YearMonth.parse(period.split("/")[1]).atEndOfMonth();
        }

        /** What is computed for comparison; empty where nothing of the kind is counted here. */
        Optional<Measure> measure() {
            return switch (metric) {
                case "eligible_partner_countries" -> Optional.of(Measure.ELIGIBLE_COUNTRIES);
                case "actions_implemented" -> Optional.of(Measure.ACTIONS);
                case "activities_implemented" -> Optional.of(Measure.ACTIVITIES);
                case "partner_countries_reached" -> Optional.of(Measure.COUNTRIES);
                default -> Optional.empty();
            };
        }
    }

    /**
     * A theme the facility says it worked on in a country.
     *
     * @param country null for a region as a whole
     */
    record Mention(
            String topic,
            String theme,
            @Nullable String country,
            @Nullable String region,
            String source) {}

    Published() {
        try (InputStream in = Published.class.getResourceAsStream("published.json")) {
            stated = JsonMapper.shared().readValue(in, Stated.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Figure> figures() {
        return stated.figures();
    }

    List<Mention> mentions() {
        return stated.thematicMentions();
    }
}
