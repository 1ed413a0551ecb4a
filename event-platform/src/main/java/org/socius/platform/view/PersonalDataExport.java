package org.socius.platform.view;

import java.time.Instant;
import java.util.List;

/**
 * What a record holds about persons, with all that happened to it, as far as the reader is to see
 * that.
 *
 * @param kind what the record is, such as {@code REQUEST}
 * @param history oldest first; what was erased reads {@code [erased]}
 */
public record PersonalDataExport(
        String kind, String id, Instant exportedAt, List<Timeline.Entry> history) {}
