/** Everything in one JVM, for demos and journeys. */
@NullMarked
package org.socius.quickstart;

import org.jspecify.annotations.NullMarked;
