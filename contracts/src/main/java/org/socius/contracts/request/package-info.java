/** What request-service tells: institutions and requests. */
@NullMarked
package org.socius.contracts.request;

import org.jspecify.annotations.NullMarked;
