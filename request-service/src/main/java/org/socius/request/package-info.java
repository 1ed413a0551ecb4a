/** The request service. */
@NullMarked
package org.socius.request;

import org.jspecify.annotations.NullMarked;
