@NullMarked
package org.socius.action.projects;

import org.jspecify.annotations.NullMarked;
