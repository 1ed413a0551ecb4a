/** The consumer side of the topics: facts of other services, each once in effect and in order. */
@NullMarked
package org.socius.platform.intake;

import org.jspecify.annotations.NullMarked;
