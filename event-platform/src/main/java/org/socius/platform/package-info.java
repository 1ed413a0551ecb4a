/** Axon on MongoDB and Kafka; knows no service. */
@NullMarked
package org.socius.platform;

import org.jspecify.annotations.NullMarked;
