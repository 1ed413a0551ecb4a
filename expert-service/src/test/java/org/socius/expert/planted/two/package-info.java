/** One half of a circle of packages. */
@NullMarked
package org.socius.expert.planted.two;

import org.jspecify.annotations.NullMarked;
