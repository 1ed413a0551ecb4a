/** Keys of the records that say something about persons, and what is sealed with them. */
@NullMarked
package org.socius.platform.privacy;

import org.jspecify.annotations.NullMarked;
