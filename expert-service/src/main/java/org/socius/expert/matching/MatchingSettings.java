package org.socius.expert.matching;

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
        @DefaultValue("24") int rotationMonths,
        @DefaultValue("5") int rotationDeduction,
        @DefaultValue("15") int rotationLimit) {

    private static final int ALL = 100;

    record Weights(
            @DefaultValue("50") int technicalFit,
            @DefaultValue("20") int experienceAbroad,
            @DefaultValue("15") int language,
            @DefaultValue("15") int peerBackground) {}

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
        if (rotationMonths < 0 || rotationDeduction < 0 || rotationLimit < 0) {
            throw new IllegalArgumentException("socius.matching.rotation-* must not be negative");
        }
    }
}
