/** Where commands on actions and activities come in over HTTP. */
@NullMarked
package org.socius.action.desk;

import org.jspecify.annotations.NullMarked;
