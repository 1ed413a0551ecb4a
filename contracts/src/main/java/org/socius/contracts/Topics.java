package org.socius.contracts;

import java.util.List;

/** The Kafka topics of the outside contract. The key of every record is the id of the aggregate. */
public final class Topics {

    /** Institutions and requests. */
    public static final String REQUEST = "socius.request.v1";

    /** Actions with their activities. */
    public static final String ACTION = "socius.action.v1";

    /** Experts, calls, applications and mobilisations. */
    public static final String EXPERT = "socius.expert.v1";

    /** Every topic, in the order in which facts usually flow. */
    public static final List<String> ALL = List.of(REQUEST, ACTION, EXPERT);

    private Topics() {}
}
