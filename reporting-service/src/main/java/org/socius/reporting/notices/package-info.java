/**
 * Tells people what happened and what waits for them: a list for everybody, mails for who wants
 * them.
 */
@NullMarked
package org.socius.reporting.notices;

import org.jspecify.annotations.NullMarked;
