package org.socius.platform.filing;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.Instant;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.EventMoment;
import org.socius.platform.documents.StoredFile;

/** A document under a resource: added once, never changed. */
@Aggregate
class FiledDocument implements Chronicled {

    @AggregateIdentifier private String id;
    private String recordId;
    private String owner;
    private StoredFile file;
    private Instant addedAt;
    private @Nullable EventMoment latest;

    /** Files a stored document; the desk has seen that its resource is there. */
    record AddDocument(String documentId, String recordId, String owner, StoredFile file) {}

    /**
     * A document as it is shown.
     *
     * @param owner address of the resource it belongs to
     * @param type media type by what stands in the file
     * @param size in bytes
     * @param sha256 of the content, in hexadecimal
     */
    record DocumentView(
            String id,
            String owner,
            String name,
            String type,
            long size,
            String sha256,
            Instant addedAt) {}

    @SuppressWarnings("NullAway.Init")
    FiledDocument() {}

    @CommandHandler
    @SuppressWarnings("NullAway.Init")
    FiledDocument(AddDocument command) {
        apply(
                new DocumentAdded(
                        command.recordId(), command.documentId(), command.owner(), command.file()));
    }

    @EventSourcingHandler
    void evolve(DocumentAdded event, EventMoment moment) {
        latest = moment.notBefore(latest);
        id = event.documentId();
        recordId = event.recordId();
        owner = event.owner();
        file = event.file();
        addedAt = moment.occurredAt();
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    String recordId() {
        return recordId;
    }

    String owner() {
        return owner;
    }

    StoredFile file() {
        return file;
    }

    FiledDocuments.Filed filed() {
        return new FiledDocuments.Filed(recordId, owner, file, addedAt);
    }

    DocumentView view() {
        return new DocumentView(
                id, owner, file.name(), file.type(), file.size(), file.sha256(), addedAt);
    }
}
