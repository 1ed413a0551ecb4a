/** The business clock and working days in Brussels. */
@NullMarked
package org.socius.platform.time;

import org.jspecify.annotations.NullMarked;
