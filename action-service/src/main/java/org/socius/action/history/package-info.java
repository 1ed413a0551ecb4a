/** The import of actions of former years, row by row, with a report. */
@NullMarked
package org.socius.action.history;

import org.jspecify.annotations.NullMarked;
