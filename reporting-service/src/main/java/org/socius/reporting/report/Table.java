package org.socius.reporting.report;

import static org.socius.reporting.report.Dimension.CHAIN;
import static org.socius.reporting.report.Dimension.COUNTRY;
import static org.socius.reporting.report.Dimension.FINDING;
import static org.socius.reporting.report.Dimension.HOST_COUNTRY;
import static org.socius.reporting.report.Dimension.MARKER;
import static org.socius.reporting.report.Dimension.MEMBER_STATE;
import static org.socius.reporting.report.Dimension.MODALITY;
import static org.socius.reporting.report.Dimension.REGION;
import static org.socius.reporting.report.Dimension.SDG;
import static org.socius.reporting.report.Dimension.STATUS;
import static org.socius.reporting.report.Dimension.STEP;
import static org.socius.reporting.report.Dimension.THEME;
import static org.socius.reporting.report.Dimension.TYPE;
import static org.socius.reporting.report.Dimension.TYPE_OF_ASSISTANCE;
import static org.socius.reporting.report.Measure.ACTIONS;
import static org.socius.reporting.report.Measure.ACTIVITIES;
import static org.socius.reporting.report.Measure.ANSWERS;
import static org.socius.reporting.report.Measure.APPLICATIONS;
import static org.socius.reporting.report.Measure.CALLS;
import static org.socius.reporting.report.Measure.CHAINED_ACTIONS;
import static org.socius.reporting.report.Measure.COUNTRIES;
import static org.socius.reporting.report.Measure.ELIGIBLE_COUNTRIES;
import static org.socius.reporting.report.Measure.EVALUATIONS;
import static org.socius.reporting.report.Measure.EXPERTS;
import static org.socius.reporting.report.Measure.FILLED_FIRST;
import static org.socius.reporting.report.Measure.FINDINGS;
import static org.socius.reporting.report.Measure.INSTITUTIONS;
import static org.socius.reporting.report.Measure.MOBILISATIONS;
import static org.socius.reporting.report.Measure.POSITIONS;
import static org.socius.reporting.report.Measure.REQUESTS;
import static org.socius.reporting.report.Measure.STEPS_TAKEN;
import static org.socius.reporting.report.Measure.STUDY_VISITS;
import static org.socius.reporting.report.Measure.WORKING_DAYS;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
    STUDY_VISIT_HOSTS("study-visit-hosts", List.of(HOST_COUNTRY), List.of(STUDY_VISITS)),
    FOLLOW_UP_CHAINS("follow-up-chains", List.of(CHAIN), List.of(CHAINED_ACTIONS)),
    CALLS_BY_STATE("calls", List.of(STATUS), List.of(CALLS, POSITIONS, APPLICATIONS, FILLED_FIRST)),
    STEP_DURATIONS("step-durations", List.of(STEP), List.of(STEPS_TAKEN)),
    SATISFACTION("satisfaction", List.of(THEME, REGION), List.of(ANSWERS, EVALUATIONS)),
    SDGS("sdg", List.of(SDG), List.of(ACTIONS, ACTIVITIES, COUNTRIES)),
    MARKERS("markers", List.of(MARKER), List.of(ACTIONS)),
    DATA_QUALITY("data-quality", List.of(FINDING), List.of(FINDINGS)),
    ANNUAL_REPORT(
            "annual-report",
            List.of(),
            List.of(
                    ACTIONS,
                    REQUESTS,
                    ACTIVITIES,
                    COUNTRIES,
                    INSTITUTIONS,
                    EXPERTS,
                    MOBILISATIONS,
                    WORKING_DAYS)),
    PUBLISHED_VS_COMPUTED(
            "published-vs-computed",
            List.of(),
            List.of(ACTIONS, ACTIVITIES, COUNTRIES, ELIGIBLE_COUNTRIES));

    /** For staff, and for partners about their own institution. */
    private static final Set<Table> STAFF =
            EnumSet.of(
                    REQUESTS_BY_STATE,
                    CALLS_BY_STATE,
                    STEP_DURATIONS,
                    SATISFACTION,
                    MARKERS,
                    DATA_QUALITY);

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

    /** The measure of this table that has a name in rows and queries. */
    Optional<Measure> measure(String field) {
        return measures.stream().filter(one -> one.field().equals(field)).findFirst();
    }

    /** Whether anybody may read it without a token. */
    boolean isPublic() {
        return !STAFF.contains(this);
    }

    static Optional<Table> named(String path) {
        return Arrays.stream(values()).filter(one -> one.path.equals(path)).findFirst();
    }
}
