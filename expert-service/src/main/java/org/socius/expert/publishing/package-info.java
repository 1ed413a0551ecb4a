/** Which facts of experts, calls, applications and mobilisations leave this service. */
@NullMarked
package org.socius.expert.publishing;

import org.jspecify.annotations.NullMarked;
