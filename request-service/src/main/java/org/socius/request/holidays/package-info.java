/** The days that count as no working days, and what an administrator changes of them. */
@NullMarked
package org.socius.request.holidays;

import org.jspecify.annotations.NullMarked;
