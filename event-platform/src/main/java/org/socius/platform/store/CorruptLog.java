package org.socius.platform.store;

/**
 * The log contradicts itself: a checksum, a sequence or an index does not fit. Never a wrong value
 * instead.
 */
public final class CorruptLog extends RuntimeException {
    CorruptLog(String message) {
        super(message);
    }
}
