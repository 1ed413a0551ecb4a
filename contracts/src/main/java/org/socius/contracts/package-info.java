/** What the services tell each other: facts, never commands. */
@NullMarked
package org.socius.contracts;

import org.jspecify.annotations.NullMarked;
