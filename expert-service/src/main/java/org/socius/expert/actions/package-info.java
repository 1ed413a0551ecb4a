/** What expert-service knows of the actions it finds people for, learned from their own service. */
@NullMarked
package org.socius.expert.actions;

import org.jspecify.annotations.NullMarked;
