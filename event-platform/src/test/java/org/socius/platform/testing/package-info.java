/**
 * Test support that other modules use too: stories on aggregates, witnesses of rules, embedded
 * parts.
 */
@NullMarked
package org.socius.platform.testing;

import org.jspecify.annotations.NullMarked;
