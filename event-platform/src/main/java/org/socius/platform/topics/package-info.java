/** Kafka topics as every part of the system wants them. */
@NullMarked
package org.socius.platform.topics;

import org.jspecify.annotations.NullMarked;
