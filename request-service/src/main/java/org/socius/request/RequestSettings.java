package org.socius.request;

import org.socius.platform.settings.Setting;
import org.socius.platform.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The numbers by which requests are handled. What was decided by them stands in the events. */
@ConfigurationProperties("socius.request")
record RequestSettings(
        @Setting(
                        rule = "R22",
                        what = "Screening is due so long after the submission",
                        unit = "working days",
                        least = 1,
                        most = 250)
                @DefaultValue("15")
                int screeningDays,
        @Setting(
                        rule = "R11",
                        what = "The Delegation has so long for its opinion",
                        unit = "working days",
                        least = 1,
                        most = 250)
                @DefaultValue("10")
                int opinionDays,
        @Setting(
                        rule = "section 3.1",
                        what = "An acceptance needs so many appraisals",
                        unit = "appraisals",
                        least = 1,
                        most = 10)
                @DefaultValue("2")
                int appraisalsNeeded,
        @Setting(
                        rule = "section 9",
                        what = "The mean of all appraisals that an acceptance needs",
                        unit = "per cent of the highest sum",
                        least = 20,
                        most = 100)
                @DefaultValue("60")
                int passPercent,
        @Setting(
                        rule = "section 3.1",
                        what = "A draft or returned request lapses after so long without a change",
                        unit = "months",
                        least = 1,
                        most = 120)
                @DefaultValue("6")
                int lapseMonths) {

    RequestSettings {
        Settings.check(
                RequestSettings.class,
                screeningDays,
                opinionDays,
                appraisalsNeeded,
                passPercent,
                lapseMonths);
    }
}
