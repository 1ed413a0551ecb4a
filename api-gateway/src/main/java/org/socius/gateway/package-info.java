/** The one door to the API. */
@NullMarked
package org.socius.gateway;

import org.jspecify.annotations.NullMarked;
