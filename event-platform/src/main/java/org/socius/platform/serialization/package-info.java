/** Events as readable JSON under logical names, so that classes may move for ever. */
@NullMarked
package org.socius.platform.serialization;

import org.jspecify.annotations.NullMarked;
