/** Measures the log and the relay against their peers and the raw limit, in one run. */
@NullMarked
package org.socius.benchmarks;

import org.jspecify.annotations.NullMarked;
