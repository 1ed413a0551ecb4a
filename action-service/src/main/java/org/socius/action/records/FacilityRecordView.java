package org.socius.action.records;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.action.records.RecordContent.ContactPoint;
import org.socius.action.records.RecordContent.Detail;
import org.socius.action.records.RecordContent.RecordLink;
import org.socius.action.records.RecordContent.RecordSubject;

/**
 * A facility record as it is shown to one reader.
 *
 * @param status ENTERED or WITHDRAWN
 * @param erased what it said about persons is gone; names read {@code [erased]}
 * @param detail what belongs to its kind; the person of a contact point is null for readers whose
 *     part does not need it
 * @param version of the aggregate, as {@code ETag} says it
 */
public record FacilityRecordView(
        String id,
        String kind,
        String status,
        long version,
        @Nullable String code,
        Map<String, String> title,
        @Nullable Map<String, String> text,
        @Nullable String from,
        @Nullable String to,
        String source,
        List<RecordSubject> subjects,
        List<String> tags,
        List<RecordLink> links,
        @JsonProperty("public") boolean open,
        boolean erased,
        Detail detail,
        List<String> allowedTransitions) {

    static FacilityRecordView of(
            String id, long version, FacilityRecord record, boolean persons, boolean staff) {
        RecordContent content = record.content();
        return new FacilityRecordView(
                id,
                content.detail().kind().name(),
                record.status().name(),
                version,
                content.code(),
                content.title(),
                content.text(),
                content.from(),
                content.to(),
                content.source(),
                content.subjects(),
                content.tags(),
                content.links(),
                content.open(),
                record.erased(),
                !persons && content.detail() instanceof ContactPoint contact
                        ? new ContactPoint(
                                null,
                                null,
                                contact.role(),
                                contact.organisation(),
                                contact.handles())
                        : content.detail(),
                staff ? record.allowed() : List.of());
    }
}
