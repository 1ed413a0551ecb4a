/** The description of a service's API, taken from the code that answers. */
@NullMarked
package org.socius.platform.openapi;

import org.jspecify.annotations.NullMarked;
