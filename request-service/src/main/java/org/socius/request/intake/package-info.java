/** What this service learns from actions. */
@NullMarked
package org.socius.request.intake;

import org.jspecify.annotations.NullMarked;
