package org.socius.reporting.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What figures can be split and filtered by. */
enum Dimension {
    COUNTRY("country"),
    REGION("region"),
    THEME("theme"),
    TYPE_OF_ASSISTANCE("typeOfAssistance"),
    INSTITUTION("institution"),
    EXPERT_COUNTRY("expertCountry"),
    STATUS("status"),
    SDG("sdg"),
    MEMBER_STATE("memberState"),
    TYPE("type"),
    MODALITY("modality"),
    HOST_COUNTRY("hostCountry"),
    CHAIN("chain"),
    MARKER("marker"),
    STEP("step"),
    FINDING("finding");

    /** The value by which one asks for what the source does not say. */
    static final String NOT_RECORDED = "NOT_RECORDED";

    private final String parameter;

    Dimension(String parameter) {
        this.parameter = parameter;
    }

    /** The name in queries and in rows. */
    String parameter() {
        return parameter;
    }

    static Optional<Dimension> named(String parameter) {
        return Arrays.stream(values()).filter(one -> one.parameter.equals(parameter)).findFirst();
    }

    /** Whether a value asked for covers a value found: a goal covers its targets. */
    boolean covers(String asked, String found) {
        return found.equals(asked)
                || this == SDG
                        && found.toLowerCase(Locale.ROOT)
                                .startsWith(asked.toLowerCase(Locale.ROOT) + ".");
    }
}
