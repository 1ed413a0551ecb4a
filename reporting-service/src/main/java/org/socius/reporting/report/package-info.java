/** Figures for any filter, period and point of time, each with the records behind it. */
@NullMarked
package org.socius.reporting.report;

import org.jspecify.annotations.NullMarked;
