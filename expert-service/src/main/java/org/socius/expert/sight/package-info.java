/** Who sees what of persons and of the facility's own work. */
@NullMarked
package org.socius.expert.sight;

import org.jspecify.annotations.NullMarked;
