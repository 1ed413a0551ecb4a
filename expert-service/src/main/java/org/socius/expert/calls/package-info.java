/** Calls for experts: what is offered, until when, who applied and who has which seat. */
@NullMarked
package org.socius.expert.calls;

import org.jspecify.annotations.NullMarked;
