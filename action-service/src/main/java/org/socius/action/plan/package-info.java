/**
 * What an action and its activities are to be: the plain records that commands, events and views
 * share.
 */
@NullMarked
package org.socius.action.plan;

import org.jspecify.annotations.NullMarked;
