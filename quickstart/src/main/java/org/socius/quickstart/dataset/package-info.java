/** The demo data: a fictional facility in full swing, entered by commands through the API. */
@NullMarked
package org.socius.quickstart.dataset;

import org.jspecify.annotations.NullMarked;
