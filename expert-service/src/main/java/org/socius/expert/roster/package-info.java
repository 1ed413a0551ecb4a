/** The register of vetted experts. */
@NullMarked
package org.socius.expert.roster;

import org.jspecify.annotations.NullMarked;
