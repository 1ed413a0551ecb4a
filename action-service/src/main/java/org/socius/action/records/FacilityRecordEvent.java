package org.socius.action.records;

import org.axonframework.serialization.Revision;

/** What has happened to a facility record. Nothing of it is published: no figure depends on it. */
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
}
