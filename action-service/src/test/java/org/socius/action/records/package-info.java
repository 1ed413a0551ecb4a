@NullMarked
package org.socius.action.records;

import org.jspecify.annotations.NullMarked;
