/** Tests of the expert service. */
@NullMarked
package org.socius.expert;

import org.jspecify.annotations.NullMarked;
