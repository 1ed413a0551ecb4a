/** What holds for the whole system: its build, its structure and what is written about it. */
@NullMarked
package org.socius.quickstart.house;

import org.jspecify.annotations.NullMarked;
