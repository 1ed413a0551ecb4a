package org.socius.action.lifecycle;

/** Where an action stands. */
public enum ActionStatus {
    IN_DESIGN,
    AWAITING_APPROVAL,
    APPROVED,
    UNDER_IMPLEMENTATION,
    SUSPENDED,
    UNDER_EVALUATION,
    CLOSED,
    REFUSED,
    CANCELLED
}
