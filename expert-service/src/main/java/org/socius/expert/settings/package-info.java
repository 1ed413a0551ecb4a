/** The numbers by which experts, calls and mobilisations are handled. */
@NullMarked
package org.socius.expert.settings;

import org.jspecify.annotations.NullMarked;
