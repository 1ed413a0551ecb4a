/** Breaks the rules of the architecture on purpose, so that their tests can be seen to fail. */
@NullMarked
package org.socius.expert.planted;

import org.jspecify.annotations.NullMarked;
