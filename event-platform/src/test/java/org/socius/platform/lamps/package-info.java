/** A service as small as one can be, to test what every service has. */
@NullMarked
package org.socius.platform.lamps;

import org.jspecify.annotations.NullMarked;
