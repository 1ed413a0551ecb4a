/** What could not be handled: whether waiting helps, where it lies, how it is tried again. */
@NullMarked
package org.socius.platform.parking;

import org.jspecify.annotations.NullMarked;
