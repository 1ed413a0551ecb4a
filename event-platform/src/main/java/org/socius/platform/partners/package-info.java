/** Institutions that have several records, and who speaks for them. */
@NullMarked
package org.socius.platform.partners;

import org.jspecify.annotations.NullMarked;
