/** From private events to contract events. */
@NullMarked
package org.socius.platform.publishing;

import org.jspecify.annotations.NullMarked;
