/** What other services tell: their contracts, as commands in this service's own words. */
@NullMarked
package org.socius.expert.intake;

import org.jspecify.annotations.NullMarked;
