/**
 * What is held about a person: all of it in one piece, who has read it, and how it is forgotten.
 */
@NullMarked
package org.socius.expert.persons;

import org.jspecify.annotations.NullMarked;
