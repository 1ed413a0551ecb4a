/** References of actions: each number of a year is given or taken once. */
@NullMarked
package org.socius.action.numbering;

import org.jspecify.annotations.NullMarked;
