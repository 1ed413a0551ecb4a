/** Refusals with a name, and their RFC 9457 documents. */
@NullMarked
package org.socius.platform.problem;

import org.jspecify.annotations.NullMarked;
