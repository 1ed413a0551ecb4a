/** The HTTP edge: command desk, answers, paging, strict JSON. */
@NullMarked
package org.socius.platform.web;

import org.jspecify.annotations.NullMarked;
