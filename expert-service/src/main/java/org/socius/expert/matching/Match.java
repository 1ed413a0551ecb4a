package org.socius.expert.matching;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.socius.expert.sight.AboutPerson;

/**
 * How an expert of the roster fits a position. It proposes nobody: whoever wants the seat applies,
 * or is appointed with a justification.
 *
 * @param score the points of the criteria less the deduction for rotation, 0 to 100
 * @param mustHaves without which nobody can take the seat
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Match(
        String expertId,
        double score,
        List<MustHave> mustHaves,
        List<Criterion> criteria,
        FreeTime availability,
        Rotation rotation)
        implements AboutPerson {

    /**
     * @param code stable, such as {@code LANGUAGE}
     * @param what the same in words
     */
    record MustHave(String code, String what, boolean met) {}

    /**
     * @param weight the most points it can bring
     * @param why what was found
     */
    record Criterion(String code, int weight, double points, String why) {}

    /** Both days inclusive. */
    record Period(LocalDate from, LocalDate to) {}

    /** What the expert states of the time of the activity. */
    enum State {
        FREE,
        PARTLY,
        NOT_FREE,
        NOT_STATED
    }

    /**
     * @param from first day of the activity's phases
     * @param to last day of them
     * @param stated the parts of that time for which the expert is available
     * @param onSiteElsewhere when the expert is on site in another activity during that time
     */
    record FreeTime(
            State state,
            LocalDate from,
            LocalDate to,
            List<Period> stated,
            List<Period> onSiteElsewhere) {}

    /**
     * @param recentMissions ended within the months of the setting, or running
     * @param lastEndedOn of all missions, null before the first
     * @param deduction points taken off the score
     */
    record Rotation(int recentMissions, @Nullable LocalDate lastEndedOn, int deduction) {}

    boolean meetsAll() {
        return mustHaves.stream().allMatch(MustHave::met);
    }

    @Override
    public String personalRecord() {
        return expertId;
    }
}
