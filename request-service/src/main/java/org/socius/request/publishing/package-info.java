/** Which of this service's facts the others learn, and in which words. */
@NullMarked
package org.socius.request.publishing;

import org.jspecify.annotations.NullMarked;
