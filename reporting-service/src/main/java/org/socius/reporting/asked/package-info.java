/** The two times and the period of a question, and what an answer says of them. */
@NullMarked
package org.socius.reporting.asked;

import org.jspecify.annotations.NullMarked;
