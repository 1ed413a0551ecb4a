/** Stories about institutions and requests, and the service as a whole over HTTP. */
@NullMarked
package org.socius.request;

import org.jspecify.annotations.NullMarked;
