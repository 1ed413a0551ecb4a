/** The engagement of one expert in one position, from the choice to the settlement. */
@NullMarked
package org.socius.expert.mobilisations;

import org.jspecify.annotations.NullMarked;
