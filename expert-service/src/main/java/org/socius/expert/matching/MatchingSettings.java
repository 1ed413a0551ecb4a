package org.socius.expert.matching;

import org.socius.platform.settings.Setting;
import org.socius.platform.settings.Settings;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What counts how much when experts are matched.
 *
 * @param weights points of each criterion, 100 in all; by default those of the published grid (R87)
 * @param rotationMonths how long a mission counts against another one
 * @param rotationDeduction points taken off for each such mission
 * @param rotationLimit at most so many points are taken off
 */
@ConfigurationProperties("socius.matching")
record MatchingSettings(
        @DefaultValue Weights weights,
        @Setting(
                        rule = "matching",
                        what = "A mission counts against another one for so long",
                        unit = "months",
                        least = 0,
                        most = 120)
                @DefaultValue("24")
                int rotationMonths,
        @Setting(
                        rule = "matching",
                        what = "What each such mission takes off",
                        unit = "points",
                        least = 0,
                        most = 100)
                @DefaultValue("5")
                int rotationDeduction,
        @Setting(
                        rule = "matching",
                        what = "All such missions together take off at most",
                        unit = "points",
                        least = 0,
                        most = 100)
                @DefaultValue("15")
                int rotationLimit) {

    private static final int ALL = 100;

    record Weights(
            @Setting(
                            rule = "matching",
                            what = "The weight of the technical fit; the four add up to 100",
                            unit = "points",
                            least = 0,
                            most = 100)
                    @DefaultValue("50")
                    int technicalFit,
            @Setting(
                            rule = "matching",
                            what = "The weight of experience abroad",
                            unit = "points",
                            least = 0,
                            most = 100)
                    @DefaultValue("20")
                    int experienceAbroad,
            @Setting(
                            rule = "matching",
                            what = "The weight of the languages",
                            unit = "points",
                            least = 0,
                            most = 100)
                    @DefaultValue("15")
                    int language,
            @Setting(
                            rule = "matching",
                            what = "The weight of the peer background",
                            unit = "points",
                            least = 0,
                            most = 100)
                    @DefaultValue("15")
                    int peerBackground) {}

    MatchingSettings {
        if (weights.technicalFit < 0
                || weights.experienceAbroad < 0
                || weights.language < 0
                || weights.peerBackground < 0
                || weights.technicalFit
                                + weights.experienceAbroad
                                + weights.language
                                + weights.peerBackground
                        != ALL) {
            throw new IllegalArgumentException(
                    "socius.matching.weights are " + weights + " and must add up to 100");
        }
        Settings.check(
                MatchingSettings.class, weights, rotationMonths, rotationDeduction, rotationLimit);
    }
}
