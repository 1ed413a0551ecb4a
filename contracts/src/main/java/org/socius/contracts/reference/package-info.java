/** Closed lists of the outside contract: codes that every part of the system knows. */
@NullMarked
package org.socius.contracts.reference;

import org.jspecify.annotations.NullMarked;
