/** Value formats of the outside contract: money, texts in several languages. */
@NullMarked
package org.socius.platform.format;

import org.jspecify.annotations.NullMarked;
