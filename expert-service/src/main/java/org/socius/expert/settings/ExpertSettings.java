package org.socius.expert.settings;

import org.socius.platform.settings.Setting;
import org.socius.platform.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The numbers by which experts, calls and mobilisations are handled. What was decided by them
 * stands in the events.
 */
@ConfigurationProperties("socius.expert")
public record ExpertSettings(
        @Setting(
                        rule = "R74",
                        what = "A profile is matched for so long after its confirmation",
                        unit = "months",
                        least = 1,
                        most = 120)
                @DefaultValue("24")
                int confirmationMonths,
        @Setting(
                        rule = "R79",
                        what = "A call stays open at least so long",
                        unit = "working days",
                        least = 1,
                        most = 250)
                @DefaultValue("10")
                int openDays,
        @Setting(
                        rule = "R87",
                        what = "The mean of two assessments that an applicant must reach",
                        unit = "points of 100",
                        least = 0,
                        most = 100)
                @DefaultValue("70")
                int passMark,
        @Setting(
                        rule = "R88",
                        what = "A reserve list is valid for so long",
                        unit = "months",
                        least = 1,
                        most = 120)
                @DefaultValue("12")
                int reserveMonths,
        @Setting(
                        rule = "R91",
                        what =
                                "Who is selected has so long to accept, and the partner to object"
                                        + " to whoever is selected or appointed",
                        unit = "working days",
                        least = 1,
                        most = 250)
                @DefaultValue("5")
                int answerDays,
        @Setting(
                        rule = "R98",
                        what =
                                "Without a waiver one person is paid at most so much in a calendar year",
                        unit = "days",
                        least = 1,
                        most = 366)
                @DefaultValue("60")
                int paidDaysAYear) {

    /** Refuses numbers outside their ranges. */
    public ExpertSettings {
        Settings.check(
                ExpertSettings.class,
                confirmationMonths,
                openDays,
                passMark,
                reserveMonths,
                answerDays,
                paidDaysAYear);
    }
}
