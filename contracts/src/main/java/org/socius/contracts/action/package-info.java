/** What action-service tells: actions and activities. */
@NullMarked
package org.socius.contracts.action;

import org.jspecify.annotations.NullMarked;
