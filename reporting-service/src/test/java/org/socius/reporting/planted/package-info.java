/** Classes that break the rules of the house, so that a rule which sees nothing is found out. */
@NullMarked
package org.socius.reporting.planted;

import org.jspecify.annotations.NullMarked;
