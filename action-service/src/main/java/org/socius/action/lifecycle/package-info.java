/**
 * The life of an action and its activities: what may be commanded, what has happened, how it is
 * shown.
 */
@NullMarked
package org.socius.action.lifecycle;

import org.jspecify.annotations.NullMarked;
