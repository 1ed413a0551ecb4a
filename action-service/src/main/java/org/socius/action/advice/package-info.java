/** Travel advice: where experts are not sent at the moment (R64). */
@NullMarked
package org.socius.action.advice;

import org.jspecify.annotations.NullMarked;
