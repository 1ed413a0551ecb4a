/** The public catalogue of actions (R42, R43). */
@NullMarked
package org.socius.reporting.catalogue;

import org.jspecify.annotations.NullMarked;
