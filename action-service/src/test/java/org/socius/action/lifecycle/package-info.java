@NullMarked
package org.socius.action.lifecycle;

import org.jspecify.annotations.NullMarked;
