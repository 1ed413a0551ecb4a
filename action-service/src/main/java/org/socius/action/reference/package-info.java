/** Reference lists: which codes may be used from which day on (R28). */
@NullMarked
package org.socius.action.reference;

import org.jspecify.annotations.NullMarked;
