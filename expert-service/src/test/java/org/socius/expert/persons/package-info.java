/** Tests of what is noted about persons. */
@NullMarked
package org.socius.expert.persons;

import org.jspecify.annotations.NullMarked;
