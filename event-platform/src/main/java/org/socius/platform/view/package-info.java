/** Views folded from the log, lists of them, and steps that fall due. */
@NullMarked
package org.socius.platform.view;

import org.jspecify.annotations.NullMarked;
