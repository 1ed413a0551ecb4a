/**
 * The event log of a service: one MongoDB document per commit, dense positions, nothing skipped.
 */
@NullMarked
package org.socius.platform.store;

import org.jspecify.annotations.NullMarked;
