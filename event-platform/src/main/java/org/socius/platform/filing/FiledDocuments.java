package org.socius.platform.filing;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Actor;
import org.socius.platform.documents.DocumentOwner;
import org.socius.platform.documents.Documents;
import org.socius.platform.documents.StoredFile;
import org.socius.platform.filing.FiledDocument.DocumentView;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.Timeline;
import org.socius.platform.view.ViewStore;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.platform.web.ResourceReader;

/**
 * Reads documents that belong to a resource; their readers are those of the resource. The list says
 * only which there are: what is shown of them is read from their events.
 */
@ProcessingGroup(FiledDocuments.NAME)
public final class FiledDocuments implements ResourceReader, DocumentOwner {

    /** The aggregate's type in the store, and what it is called where files are kept. */
    static final String TYPE = "FiledDocument";

    /** Where documents are. */
    static final String ADDRESS = "/api/v1/documents";

    static final String NAME = "filed-documents";

    private static final String OWNER = "owner";
    private static final String ADDED_AT = "addedAt";

    private final EventStreams streams;
    private final Timeline timeline;
    private final Documents documents;
    private final Shelves shelves;
    private final ViewStore<Entry> list;

    FiledDocuments(
            EventStreams streams,
            Timeline timeline,
            Documents documents,
            Shelves shelves,
            MongoDatabase database) {
        this.streams = streams;
        this.timeline = timeline;
        this.documents = documents;
        this.shelves = shelves;
        this.list = new ViewStore<>(database, NAME, Entry.class);
    }

    /** A line of the list. */
    private record Entry(String id) {}

    @EventHandler
    void on(DocumentAdded event) {
        String id = event.documentId();
        fold(id).ifPresent(
                        found ->
                                list.save(
                                        id,
                                        found.version(),
                                        Map.of(
                                                OWNER,
                                                event.owner(),
                                                ADDED_AT,
                                                found.state().view().addedAt().toString()),
                                        new Entry(id)));
    }

    /**
     * The documents of one resource, the newest first unless the query says otherwise; empty if the
     * caller may not read them.
     */
    Optional<Page<DocumentView>> of(ListQuery query, Actor caller) {
        String owner = query.value(OWNER);
        if (owner == null) {
            throw new Rejection.InvalidParameter(
                    OWNER, "Say whose documents: here they belong to " + shelves.paths() + ".");
        }
        return shelves.find(owner)
                .filter(place -> place.isOpenTo(caller))
                .map(
                        place ->
                                list.find(
                                                Filters.eq(ViewStore.field(OWNER), place.address()),
                                                query,
                                                ADDED_AT,
                                                false)
                                        .map(
                                                entry ->
                                                        fold(entry.id())
                                                                .orElseThrow()
                                                                .state()
                                                                .view()));
    }

    /**
     * The documents of a record and of its parts, whoever asks, the oldest first.
     *
     * @param address of the record, with the root of the API
     */
    List<DocumentView> under(String address) {
        String owner = ViewStore.field(OWNER);
        return list
                .all(
                        Filters.or(
                                Filters.eq(owner, address),
                                Filters.regex(owner, "^" + Pattern.quote(address + "/"))))
                .stream()
                .map(entry -> fold(entry.id()).orElseThrow().state().view())
                .sorted(Comparator.comparing(DocumentView::addedAt).thenComparing(DocumentView::id))
                .toList();
    }

    /**
     * The record that a resource is, or is part of.
     *
     * @param owner address of the resource, with or without the root of the API
     * @return empty if documents do not belong to such resources
     */
    public Optional<Belonging> belonging(String owner) {
        return shelves.find(owner).map(place -> new Belonging(place.record(), place.address()));
    }

    /**
     * @param recordId the aggregate that the resource is, or is part of
     * @param owner address of the resource, in full
     */
    public record Belonging(String recordId, String owner) {}

    /**
     * What a document is to the service, whoever asks.
     *
     * @param recordId the aggregate that its resource is, or is part of
     * @param owner address of the resource
     */
    public record Filed(String recordId, String owner, StoredFile file, Instant addedAt) {}

    /** A document of this service; empty if there is none. */
    public Optional<Filed> find(String id) {
        return fold(id).map(Folded::state).map(FiledDocument::filed);
    }

    /** The same, if the caller may read it. */
    Optional<Filed> find(String id, Actor caller) {
        return find(id).filter(found -> isOpenTo(found.owner(), caller));
    }

    /**
     * A document that a body speaks of.
     *
     * @param reference in the words of the body, else the address of the document
     * @param documentId null if it is known by the words only
     */
    public record Named(String reference, @Nullable String documentId) {}

    /**
     * Reads which document a body speaks of: by words of its own, or by the id of one that belongs
     * to the same record. What is filed once stays, so it need not be looked up again.
     *
     * @param pointer of the words; the id stands beside them as {@code documentId}
     * @return empty if the body says neither
     * @throws Rejection.InvalidFields if it says both, or the record has no such document
     */
    public Optional<Named> named(
            String pointer,
            @Nullable String reference,
            @Nullable String documentId,
            String recordId) {
        if (documentId == null) {
            return Optional.ofNullable(reference).map(words -> new Named(words, null));
        }
        String besides = pointer.substring(0, pointer.lastIndexOf('/')) + "/documentId";
        if (reference != null) {
            throw Rejection.InvalidFields.of(
                    besides, "not-both", "Name the document by its id or by a reference.");
        }
        if (find(documentId).filter(found -> found.recordId().equals(recordId)).isEmpty()) {
            throw Rejection.InvalidFields.of(
                    besides, "unknown-document", "There is no such document here.");
        }
        return Optional.of(new Named(ADDRESS + "/" + documentId, documentId));
    }

    private Optional<Folded<FiledDocument>> fold(String id) {
        return streams.fold(
                TYPE,
                id,
                FiledDocument::new,
                (document, event, moment) -> document.evolve((DocumentAdded) event, moment));
    }

    private boolean isOpenTo(String owner, Actor caller) {
        return shelves.find(owner).filter(place -> place.isOpenTo(caller)).isPresent();
    }

    /** As who adds one is answered: who may read the resource, also where not its documents. */
    @Override
    public Optional<Shown> read(String id, Actor caller) {
        return fold(id).filter(
                        found ->
                                shelves.find(found.state().owner())
                                        .filter(place -> place.isKnownTo(caller))
                                        .isPresent())
                .map(found -> new Shown(found.state().view(), found.version()));
    }

    /**
     * How a document came to be, for one reader; empty if it may not read it. Why it was added is
     * for staff.
     */
    Optional<List<Timeline.Entry>> timeline(String id, Actor caller) {
        boolean staff = caller.hasAny(shelves.staff());
        return find(id, caller)
                .map(
                        found ->
                                timeline.of(id, true, staff).stream()
                                        .map(e -> staff ? e : e.withoutOthers(caller))
                                        .toList());
    }

    @Override
    public String kind() {
        return TYPE;
    }

    @Override
    public Set<String> files(String document) {
        return find(document).map(found -> Set.of(found.file().fileId())).orElse(Set.of());
    }

    /** The key of its record was destroyed: the next sweep removes what cannot be read any more. */
    public void forget(String id) {
        find(id).ifPresent(
                        found -> {
                            String file = found.file().fileId();
                            documents.doubt(TYPE, found.recordId(), file);
                            documents.namedBy(file, id);
                        });
    }
}
