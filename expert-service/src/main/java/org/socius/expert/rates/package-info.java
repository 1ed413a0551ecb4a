/** What the facility pays, by the day on which it holds (R92, R93). */
@NullMarked
package org.socius.expert.rates;

import org.jspecify.annotations.NullMarked;
