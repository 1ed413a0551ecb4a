/** One request through its whole life, over HTTP only, as anybody outside could play it. */
@NullMarked
package org.socius.quickstart.journey;

import org.jspecify.annotations.NullMarked;
