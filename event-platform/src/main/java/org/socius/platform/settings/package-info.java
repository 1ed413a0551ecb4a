/** The numbers of rules that a facility may set otherwise: said once, checked, shown, changed. */
@NullMarked
package org.socius.platform.settings;

import org.jspecify.annotations.NullMarked;
