@NullMarked
package org.socius.action;

import org.jspecify.annotations.NullMarked;
