/** One half of a circle of packages. */
@NullMarked
package org.socius.expert.planted.one;

import org.jspecify.annotations.NullMarked;
