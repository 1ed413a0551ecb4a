/** Files that belong to records: looked at, sealed with the key of their record, and served. */
@NullMarked
package org.socius.platform.documents;

import org.jspecify.annotations.NullMarked;
