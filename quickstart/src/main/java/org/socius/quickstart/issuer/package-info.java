/** An OpenID Connect issuer for demonstrations: one login for each part somebody can play. */
@NullMarked
package org.socius.quickstart.issuer;

import org.jspecify.annotations.NullMarked;
