/** The reporting service. */
@NullMarked
package org.socius.reporting;

import org.jspecify.annotations.NullMarked;
