package org.socius.request;

import static org.socius.contracts.Roles.PARTNER_DRAFTER;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Actor;
import org.socius.platform.documents.Documents;
import org.socius.platform.documents.Upload;
import org.socius.platform.format.DerivedId;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.Callers;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.CommandDesk.Creation;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.ResourceReader;
import org.socius.platform.web.ResourceReader.Shown;
import org.socius.request.RequestCommand.AttachDocument;
import org.socius.request.RequestCommand.RemoveDocument;
import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Files that a partner adds to its request; whoever may read the request may read them. */
@RestController
@RequestMapping("/api/v1/requests/{id}/attachments")
class AttachmentController {

    private final CommandDesk desk;
    private final Requests requests;
    private final Documents documents;

    AttachmentController(CommandDesk desk, Requests requests, Documents documents) {
        this.desk = desk;
        this.requests = requests;
        this.documents = documents;
    }

    record NoBody() {}

    /** The fields beside the file. */
    record NewAttachment(@Pattern(regexp = DerivedId.OF_CLIENT) @Nullable String id) {}

    @PostMapping
    ResponseEntity<Object> attach(@PathVariable String id, HttpServletRequest http) {
        Upload upload = documents.upload(Requests.TYPE, id);
        return desk.on(http)
                .resource(requests, id)
                .allow(PARTNER_DRAFTER)
                .with(upload)
                .create(
                        NewAttachment.class,
                        "/api/v1/requests/" + id + "/attachments",
                        attachmentsOf(id),
                        body -> {
                            String document =
                                    body.id() == null ? UUID.randomUUID().toString() : body.id();
                            return new Creation(
                                    document,
                                    new AttachDocument(
                                            id,
                                            document,
                                            upload.file(),
                                            documents.settings().perRecord()),
                                    id);
                        });
    }

    private ResourceReader attachmentsOf(String id) {
        return (document, caller) ->
                requests.find(id, caller)
                        .flatMap(
                                found ->
                                        found.state()
                                                .attachment(document, requests.speaker(caller))
                                                .map(
                                                        one ->
                                                                new Shown(
                                                                        one.shown(document),
                                                                        found.version())));
    }

    @GetMapping
    List<Map<String, Object>> list(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        Actor caller = requests.speaker(Callers.current());
        return requests.find(id, caller)
                .map(found -> found.state().attachments(caller))
                .orElseThrow(Rejection.NotFound::new);
    }

    @GetMapping("/{document}")
    ResponseEntity<Resource> content(
            @PathVariable String id, @PathVariable String document, HttpServletRequest http) {
        Actor caller = requests.speaker(Callers.current());
        return requests.find(id, caller)
                .flatMap(found -> found.state().attachment(document, caller))
                .map(attachment -> documents.answer(id, attachment.file(), http))
                .orElseThrow(Rejection.NotFound::new);
    }

    @DeleteMapping("/{document}")
    ResponseEntity<Object> remove(
            @PathVariable String id, @PathVariable String document, HttpServletRequest http) {
        return desk.on(http)
                .resource(requests, id)
                .allow(PARTNER_DRAFTER)
                .send(
                        NoBody.class,
                        body -> {
                            requests.find(id)
                                    .flatMap(found -> found.state().attachment(document))
                                    .ifPresent(
                                            one ->
                                                    documents.doubt(
                                                            Requests.TYPE,
                                                            id,
                                                            one.file().fileId()));
                            return new RemoveDocument(id, document);
                        });
    }
}
