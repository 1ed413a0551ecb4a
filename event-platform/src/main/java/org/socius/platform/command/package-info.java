/** Who commands what, when and why, and the guards every aggregate shares. */
@NullMarked
package org.socius.platform.command;

import org.jspecify.annotations.NullMarked;
