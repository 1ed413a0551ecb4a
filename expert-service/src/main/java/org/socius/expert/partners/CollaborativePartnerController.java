package org.socius.expert.partners;

import static org.socius.contracts.Roles.ADMIN;
import static org.socius.contracts.Roles.COLLABORATIVE_PARTNER;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.socius.expert.calls.CallView;
import org.socius.expert.calls.Calls;
import org.socius.expert.partners.CollaborativePartnerCommand.AgreeWithPartner;
import org.socius.expert.partners.CollaborativePartnerCommand.NominateExpert;
import org.socius.expert.partners.CollaborativePartnerCommand.RegisterCollaborativePartner;
import org.socius.expert.sight.Sight;
import org.socius.platform.command.Actor;
import org.socius.platform.filing.FiledDocuments;
import org.socius.platform.format.DerivedId;
import org.socius.platform.problem.Rejection;
import org.socius.platform.time.Brussels;
import org.socius.platform.view.Timeline;
import org.socius.platform.web.Callers;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.CommandDesk.Creation;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(CollaborativePartnerController.PATH)
class CollaborativePartnerController {

    static final String PATH = "/api/v1/collaborative-partners";

    private final CommandDesk desk;
    private final CollaborativePartners partners;
    private final Calls calls;
    private final FiledDocuments documents;
    private final Timeline timeline;

    CollaborativePartnerController(
            CommandDesk desk,
            CollaborativePartners partners,
            Calls calls,
            FiledDocuments documents,
            Timeline timeline) {
        this.desk = desk;
        this.documents = documents;
        this.partners = partners;
        this.calls = calls;
        this.timeline = timeline;
    }

    record PartnerBody(
            @Pattern(regexp = DerivedId.OF_CLIENT) @Nullable String id,
            @NotBlank @Size(max = 300) String name,
            @NotNull @Pattern(regexp = "[A-Z]{2}") String country,
            @NotBlank @Size(max = 50) String category) {}

    /** {@code documentId}: a document of this partner, in place of the reference. */
    record AgreementBody(
            @Size(max = 200) @Nullable String agreementReference,
            @Size(max = 100) @Nullable String documentId,
            @NotNull LocalDate from,
            @Nullable LocalDate to) {}

    record NominationBody(
            @NotBlank @Size(max = 100) String callId,
            @NotBlank @Size(max = 20) String position,
            @NotBlank @Size(max = 100) String expertId) {}

    @PostMapping
    ResponseEntity<Object> register(HttpServletRequest http) {
        return desk.on(http)
                .allow(ADMIN)
                .create(
                        PartnerBody.class,
                        PATH,
                        partners,
                        body -> {
                            String id =
                                    body.id() == null ? UUID.randomUUID().toString() : body.id();
                            return new Creation(
                                    id,
                                    new RegisterCollaborativePartner(
                                            id, body.name(), body.country(), body.category()));
                        });
    }

    @PostMapping("/{id}/agreement")
    ResponseEntity<Object> agreement(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(ADMIN)
                .send(
                        AgreementBody.class,
                        body -> {
                            FiledDocuments.Named agreement =
                                    documents
                                            .named(
                                                    "/agreementReference",
                                                    body.agreementReference(),
                                                    body.documentId(),
                                                    id)
                                            .filter(one -> !one.reference().isBlank())
                                            .orElseThrow(
                                                    () ->
                                                            Rejection.InvalidFields.of(
                                                                    "/agreementReference",
                                                                    "required",
                                                                    "Name the agreement."));
                            return new AgreeWithPartner(
                                    id,
                                    agreement.reference(),
                                    body.from(),
                                    body.to(),
                                    agreement.documentId());
                        });
    }

    @PostMapping("/{id}/nominations")
    ResponseEntity<Object> nominations(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(COLLABORATIVE_PARTNER)
                .send(
                        NominationBody.class,
                        body ->
                                new NominateExpert(
                                        id, body.callId(), body.position(), body.expertId()));
    }

    private CommandDesk.Call on(HttpServletRequest http, String id) {
        return desk.on(http).resource(partners, id);
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> one(@PathVariable String id, HttpServletRequest http) {
        return partners.answer(id, http);
    }

    /** The calls published while an agreement was in force, the newest first. */
    @GetMapping("/{id}/calls")
    ResponseEntity<Page<CallView>> calls(@PathVariable String id, HttpServletRequest http) {
        ListQuery query =
                ListQuery.of(http, Set.of("publishedAt", "deadline", "reference"), "status");
        CollaborativePartnerView partner = visible(id);
        return calls.published(
                        day -> partner.isAgreedOn(Brussels.day(day)), query, Callers.current())
                .answer(query);
    }

    @GetMapping("/{id}/timeline")
    List<Timeline.Entry> timeline(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        visible(id);
        return timeline.of(id, false, Sight.ofStaff(Callers.current()));
    }

    private CollaborativePartnerView visible(String id) {
        Actor caller = Callers.current();
        return partners.view(id, caller).orElseThrow(Rejection.NotFound::new);
    }

    @GetMapping
    ResponseEntity<Page<CollaborativePartnerView>> list(HttpServletRequest http) {
        ListQuery query =
                ListQuery.of(
                        http,
                        Set.of("name", "country", "status"),
                        "q",
                        "status",
                        "country",
                        "category");
        return partners.list(query, Callers.current()).answer(query);
    }
}
