@NullMarked
package org.socius.action.history;

import org.jspecify.annotations.NullMarked;
