/** The states of an aggregate and what leads from one to the next, as data. */
@NullMarked
package org.socius.platform.lifecycle;

import org.jspecify.annotations.NullMarked;
