package org.socius.action.records;

import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What may be asked of a facility record. */
public sealed interface FacilityRecordCommand {

    String recordId();

    /** A new record. */
    record EnterFacilityRecord(@TargetAggregateIdentifier String recordId, RecordContent content)
            implements FacilityRecordCommand {}

    /** The record says something else from now on; what it said before stays in its history. */
    record CorrectFacilityRecord(@TargetAggregateIdentifier String recordId, RecordContent content)
            implements FacilityRecordCommand {}

    /** The record no longer holds. */
    record WithdrawFacilityRecord(@TargetAggregateIdentifier String recordId)
            implements FacilityRecordCommand {}

    /** What the record states is told to reports, unless it was told already. */
    record TellStatement(@TargetAggregateIdentifier String recordId)
            implements FacilityRecordCommand {}

    /** What the record says about persons is forgotten for good. */
    record EraseFacilityRecord(@TargetAggregateIdentifier String recordId)
            implements FacilityRecordCommand {}
}
