/** Documents of their own address that belong to a resource of the service. */
@NullMarked
package org.socius.platform.filing;

import org.jspecify.annotations.NullMarked;
