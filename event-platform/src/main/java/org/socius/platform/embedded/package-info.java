/**
 * Durable MongoDB-protocol store and Kafka broker that run inside the JVM: for the quickstart and
 * for tests.
 */
@NullMarked
package org.socius.platform.embedded;

import org.jspecify.annotations.NullMarked;
