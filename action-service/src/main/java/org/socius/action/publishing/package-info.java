/** What the world outside learns of actions, and in which words. */
@NullMarked
package org.socius.action.publishing;

import org.jspecify.annotations.NullMarked;
