/** Carries the public events of a service's log to Kafka, in order and without skipping. */
@NullMarked
package org.socius.platform.relay;

import org.jspecify.annotations.NullMarked;
