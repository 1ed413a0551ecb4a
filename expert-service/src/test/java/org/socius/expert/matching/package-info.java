@NullMarked
package org.socius.expert.matching;

import org.jspecify.annotations.NullMarked;
