/**
 * What the facility keeps beside its actions: what was said, published, asked for and held, by whom
 * and where it stands.
 */
@NullMarked
package org.socius.action.records;

import org.jspecify.annotations.NullMarked;
