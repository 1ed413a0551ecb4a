/** Applications of experts for positions, from the bid to the answer. */
@NullMarked
package org.socius.expert.applications;

import org.jspecify.annotations.NullMarked;
