/**
 * Tables and lists as files for spreadsheets: the same rows, typed, with what was asked and when.
 */
@NullMarked
package org.socius.reporting.export;

import org.jspecify.annotations.NullMarked;
