/** What expert-service tells: experts, calls, applications, mobilisations. */
@NullMarked
package org.socius.contracts.expert;

import org.jspecify.annotations.NullMarked;
