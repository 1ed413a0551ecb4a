/** The register of actions: lists, single actions and their history for readers. */
@NullMarked
package org.socius.action.register;

import org.jspecify.annotations.NullMarked;
