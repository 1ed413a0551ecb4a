package org.socius.action.plan;

import java.util.List;
import org.socius.platform.settings.Setting;
import org.socius.platform.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The numbers by which actions are handled. What was decided by them stands in the events. */
@ConfigurationProperties("socius.action")
public record ActionSettings(
        @Setting(
                        rule = "R32",
                        what = "The highest budget ceiling of one action",
                        unit = "euro cents",
                        least = 1,
                        most = 100_000_000_000L)
                @DefaultValue("25000000")
                long maxBudgetMinor,
        @Setting(
                        rule = "R45",
                        what = "An amendment without a new approval adds at most so much",
                        unit = "per cent of the approved days or budget",
                        least = 0,
                        most = 100)
                @DefaultValue("20")
                int amendmentPercent,
        @Setting(
                        rule = "R57",
                        what = "The delegation of a study visit has at most so many members",
                        unit = "persons",
                        least = 1,
                        most = 100)
                @DefaultValue("6")
                int delegationSize,
        @Setting(
                        rule = "R109",
                        what = "Who has not answered a survey is reminded so long after it began",
                        unit = "days",
                        least = 1,
                        most = 365)
                @DefaultValue({"10", "20"})
                List<Integer> surveyReminderDays,
        @Setting(
                        rule = "R112",
                        what = "The check on lasting effects is due so long after the closing",
                        unit = "months",
                        least = 1,
                        most = 120)
                @DefaultValue("9")
                int lastingEffectMonths) {

    /** Refuses numbers outside their ranges and reminders out of order. */
    public ActionSettings {
        surveyReminderDays = List.copyOf(surveyReminderDays);
        Settings.check(
                ActionSettings.class,
                maxBudgetMinor,
                amendmentPercent,
                delegationSize,
                surveyReminderDays,
                lastingEffectMonths);
        for (int i = 1; i < surveyReminderDays.size(); i++) {
            if (surveyReminderDays.get(i) <= surveyReminderDays.get(i - 1)) {
                throw new IllegalArgumentException(
                        "socius.action.survey-reminder-days is "
                                + surveyReminderDays
                                + " and must name each day after the one before (R109).");
            }
        }
    }
}
