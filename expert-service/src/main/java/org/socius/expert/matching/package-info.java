/** Which experts of the roster fit a position of a call, and why. */
@NullMarked
package org.socius.expert.matching;

import org.jspecify.annotations.NullMarked;
