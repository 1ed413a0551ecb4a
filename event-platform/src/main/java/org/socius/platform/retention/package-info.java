/** How long what is said about persons is kept, and what is due to be forgotten. */
@NullMarked
package org.socius.platform.retention;

import org.jspecify.annotations.NullMarked;
