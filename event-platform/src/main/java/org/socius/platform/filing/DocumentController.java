package org.socius.platform.filing;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.platform.documents.Documents;
import org.socius.platform.documents.Upload;
import org.socius.platform.filing.FiledDocument.AddDocument;
import org.socius.platform.filing.FiledDocument.DocumentView;
import org.socius.platform.filing.Shelves.Place;
import org.socius.platform.format.DerivedId;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.Timeline;
import org.socius.platform.web.BodyWithFile;
import org.socius.platform.web.Callers;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.CommandDesk.Creation;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/**
 * Documents with an address of their own. Whose they are must be known before the file comes: from
 * the parameter {@code owner} of the address, or from a part of that name before the file.
 */
@RestController
@RequestMapping(FiledDocuments.ADDRESS)
class DocumentController {

    private static final String OWNER = "owner";

    private final CommandDesk desk;
    private final Documents documents;
    private final FiledDocuments filed;
    private final Shelves shelves;

    DocumentController(
            CommandDesk desk, Documents documents, FiledDocuments filed, Shelves shelves) {
        this.desk = desk;
        this.documents = documents;
        this.filed = filed;
        this.shelves = shelves;
    }

    /** The fields beside the file. */
    record NewDocument(
            @Pattern(regexp = DerivedId.OF_CLIENT) @Nullable String id, @NotNull String owner) {}

    @PostMapping
    ResponseEntity<Object> add(HttpServletRequest http) {
        String stated = ListQuery.unpaged(http, List.of(OWNER)).value(OWNER);
        Upload upload = documents.upload(FiledDocuments.TYPE);
        Owned body = new Owned(upload, stated);
        Place place = body.place(http).orElse(null);
        CommandDesk.Call call = desk.on(http).inAddress(OWNER).with(body);
        if (place == null) {
            call.allow(shelves.adders().toArray(String[]::new));
        } else {
            upload.belongsTo(place.record());
            call.resource(place.shelf().owners(), place.id())
                    .allow(place.shelf().adders().toArray(String[]::new));
        }
        return call.create(
                NewDocument.class,
                FiledDocuments.ADDRESS,
                filed,
                fields -> {
                    Place owner = body.place(http).orElseThrow(body::refused);
                    String id = fields.id() == null ? documents.newId() : fields.id();
                    documents.namedBy(upload.file().fileId(), id);
                    return new Creation(
                            id,
                            new AddDocument(id, owner.record(), owner.address(), upload.file()));
                });
    }

    /** A body that is not taken while nobody knows to what its file belongs. */
    private final class Owned implements BodyWithFile {

        private final Upload upload;
        private @Nullable String owner;
        private @Nullable Rejection fault;

        Owned(Upload upload, @Nullable String stated) {
            this.upload = upload;
            this.owner = stated;
        }

        /** Empty if the owner is not stated in time, or is nothing that has documents. */
        Optional<Place> place(HttpServletRequest http) {
            if (owner == null && fault == null) {
                try {
                    owner = upload.textBeforeFile(http, OWNER).orElse(null);
                } catch (Rejection e) {
                    fault = e;
                }
            }
            return Optional.ofNullable(owner).flatMap(shelves::find);
        }

        Rejection refused() {
            return owner == null
                    ? Rejection.InvalidFields.of(
                            "/" + OWNER,
                            "required",
                            "Say to what it belongs: as a parameter of the address, or in a part"
                                    + " before the file.")
                    : Rejection.InvalidFields.of(
                            "/" + OWNER,
                            "unknown-owner",
                            "Here documents belong to " + shelves.paths() + ".");
        }

        @Override
        public ObjectNode read(HttpServletRequest request) {
            Optional<Place> place = place(request);
            if (fault != null) {
                throw fault;
            }
            if (place.isEmpty()) {
                upload.textBeforeFile(request, OWNER);
                throw refused();
            }
            ObjectNode fields = upload.read(request);
            Optional<String> said = fields.path(OWNER).stringValueOpt();
            if (said.isPresent() && !said.flatMap(shelves::find).equals(place)) {
                drop();
                throw Rejection.InvalidFields.of(
                        "/" + OWNER, "differs", "The body names another owner than the address.");
            }
            return fields.put(OWNER, place.get().address());
        }

        @Override
        public void drop() {
            upload.drop();
        }
    }

    @GetMapping
    ResponseEntity<Page<DocumentView>> list(HttpServletRequest http) {
        ListQuery query = ListQuery.of(http, Set.of("addedAt"), OWNER);
        return filed.of(query, Callers.current())
                .orElseThrow(Rejection.NotFound::new)
                .answer(query);
    }

    @GetMapping("/{id}")
    ResponseEntity<Resource> content(@PathVariable String id, HttpServletRequest http) {
        FiledDocuments.Filed found =
                filed.find(id, Callers.current()).orElseThrow(Rejection.NotFound::new);
        ResponseEntity<Resource> answer = documents.answer(found.recordId(), found.file(), http);
        return ResponseEntity.status(answer.getStatusCode())
                .headers(answer.getHeaders())
                .lastModified(found.addedAt())
                .body(answer.getBody());
    }

    @GetMapping("/{id}/timeline")
    List<Timeline.Entry> timeline(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        return filed.timeline(id, Callers.current()).orElseThrow(Rejection.NotFound::new);
    }
}
