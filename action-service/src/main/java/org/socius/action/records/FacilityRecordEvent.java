package org.socius.action.records;

import java.math.BigDecimal;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a facility record. What it states as published, a figure or a theme in a
 * country, is an event of its own beside the entry or correction, and leaves the service: reports
 * show it (R113). Everything else is kept.
 */
public sealed interface FacilityRecordEvent {

    String recordId();

    @Revision("1")
    record FacilityRecordEntered(String recordId, RecordContent content)
            implements FacilityRecordEvent {}

    @Revision("1")
    record FacilityRecordCorrected(String recordId, RecordContent content)
            implements FacilityRecordEvent {}

    @Revision("1")
    record FacilityRecordWithdrawn(String recordId) implements FacilityRecordEvent {}

    /** The key of the record is destroyed after this. */
    @Revision("1")
    record FacilityRecordErased(String recordId) implements FacilityRecordEvent {}

    /**
     * The record states this figure from now on, in place of what it stated before.
     *
     * @param from first year, month or day of its period, null if the source tells none
     */
    @Revision("1")
    record PublishedFigureStated(
            String recordId,
            @Nullable String code,
            String metric,
            BigDecimal value,
            String unit,
            @Nullable String comparison,
            @Nullable String from,
            @Nullable String to,
            @Nullable String scope,
            @Nullable String attributedTo,
            String source,
            boolean open)
            implements FacilityRecordEvent {}

    /** The record names this theme with this country or region from now on. */
    @Revision("1")
    record ThematicMentionStated(
            String recordId,
            @Nullable String code,
            String topic,
            String theme,
            @Nullable String country,
            @Nullable String region,
            String source,
            boolean open)
            implements FacilityRecordEvent {}

    /** The record states nothing any longer. */
    @Revision("1")
    record StatementWithdrawn(String recordId) implements FacilityRecordEvent {}
}
