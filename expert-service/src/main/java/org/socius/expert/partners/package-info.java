/** Administrations and mandated bodies of Member States that nominate their staff for calls. */
@NullMarked
package org.socius.expert.partners;

import org.jspecify.annotations.NullMarked;
