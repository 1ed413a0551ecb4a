package org.socius.action.lifecycle;

/**
 * The facility's limits for a design.
 *
 * @param maxBudgetMinor highest budget ceiling of one action, in euro cents
 */
public record DesignLimits(long maxBudgetMinor) {}
