/** What other services tell: their facts become commands of this one. */
@NullMarked
package org.socius.action.intake;

import org.jspecify.annotations.NullMarked;
