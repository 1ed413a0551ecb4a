/** Takes the contract events of all services and keeps them, so that any past can be told again. */
@NullMarked
package org.socius.reporting.intake;

import org.jspecify.annotations.NullMarked;
