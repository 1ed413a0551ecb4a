package org.socius.reporting.report;

import static org.socius.reporting.report.Dimension.COUNTRY;
import static org.socius.reporting.report.Dimension.MEMBER_STATE;
import static org.socius.reporting.report.Dimension.MODALITY;
import static org.socius.reporting.report.Dimension.STATUS;
import static org.socius.reporting.report.Dimension.THEME;
import static org.socius.reporting.report.Dimension.TYPE;
import static org.socius.reporting.report.Dimension.TYPE_OF_ASSISTANCE;
import static org.socius.reporting.report.Measure.ACTIONS;
import static org.socius.reporting.report.Measure.ACTIVITIES;
import static org.socius.reporting.report.Measure.COUNTRIES;
import static org.socius.reporting.report.Measure.ELIGIBLE_COUNTRIES;
import static org.socius.reporting.report.Measure.EXPERTS;
import static org.socius.reporting.report.Measure.INSTITUTIONS;
import static org.socius.reporting.report.Measure.MOBILISATIONS;
import static org.socius.reporting.report.Measure.REQUESTS;
import static org.socius.reporting.report.Measure.WORKING_DAYS;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The reports: by what they are split and which figures they give. */
enum Table {
    OVERVIEW(
            "overview",
            List.of(),
            List.of(
                    ACTIONS,
                    ELIGIBLE_COUNTRIES,
                    REQUESTS,
                    ACTIVITIES,
                    COUNTRIES,
                    INSTITUTIONS,
                    EXPERTS,
                    MOBILISATIONS,
                    WORKING_DAYS)),
    ACTIONS_BY_COUNTRY(
            "actions-by-country",
            List.of(COUNTRY),
            List.of(ACTIONS, ACTIVITIES, INSTITUTIONS, WORKING_DAYS)),
    ACTIONS_BY_THEME(
            "actions-by-theme",
            List.of(THEME),
            List.of(ACTIONS, ACTIVITIES, COUNTRIES, WORKING_DAYS)),
    ACTIONS_BY_TYPE_OF_ASSISTANCE(
            "actions-by-type-of-assistance",
            List.of(TYPE_OF_ASSISTANCE),
            List.of(ACTIONS, ACTIVITIES, COUNTRIES, WORKING_DAYS)),
    THEME_TYPE_MATRIX("theme-type-matrix", List.of(THEME, TYPE_OF_ASSISTANCE), List.of(ACTIONS)),
    THEME_COUNTRY_MATRIX("theme-country-matrix", List.of(THEME, COUNTRY), List.of(ACTIONS)),
    ACTIVITIES_BY_TYPE("activities-by-type", List.of(TYPE, MODALITY), List.of(ACTIVITIES)),
    WORKING_DAYS_BY_MEMBER_STATE(
            "working-days-by-member-state",
            List.of(MEMBER_STATE),
            List.of(WORKING_DAYS, MOBILISATIONS, EXPERTS)),
    EXPERTS_BY_MEMBER_STATE(
            "experts-by-member-state", List.of(MEMBER_STATE), List.of(EXPERTS, MOBILISATIONS)),
    REQUESTS_BY_STATE("requests-by-state", List.of(STATUS), List.of(REQUESTS)),
    PUBLISHED_VS_COMPUTED(
            "published-vs-computed",
            List.of(),
            List.of(ACTIONS, ACTIVITIES, COUNTRIES, ELIGIBLE_COUNTRIES));

    private final String path;
    private final List<Dimension> dimensions;
    private final List<Measure> measures;

    Table(String path, List<Dimension> dimensions, List<Measure> measures) {
        this.path = path;
        this.dimensions = dimensions;
        this.measures = measures;
    }

    /** Last part of its address. */
    String path() {
        return path;
    }

    List<Dimension> dimensions() {
        return dimensions;
    }

    /** Its figures; the first is meant where a query for records names none. */
    List<Measure> measures() {
        return measures;
    }

    /** Whether anybody may read it without a token. */
    boolean isPublic() {
        return this != REQUESTS_BY_STATE;
    }

    static Optional<Table> named(String path) {
        return Arrays.stream(values()).filter(one -> one.path.equals(path)).findFirst();
    }
}
