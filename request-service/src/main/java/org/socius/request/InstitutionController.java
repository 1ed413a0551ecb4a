package org.socius.request;

import static org.socius.contracts.Roles.ADMIN;
import static org.socius.contracts.Roles.COORDINATOR;
import static org.socius.contracts.Roles.DATA_PROTECTION;
import static org.socius.contracts.Roles.PARTNER_DRAFTER;
import static org.socius.contracts.Roles.PARTNER_SIGNATORY;

import com.mongodb.client.model.Filters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Actor;
import org.socius.platform.filing.PersonalDataExports;
import org.socius.platform.filing.PersonalDataExports.PersonalDataExport;
import org.socius.platform.format.DerivedId;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.Timeline;
import org.socius.platform.view.ViewStore;
import org.socius.platform.web.Callers;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.CommandDesk.Creation;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.request.InstitutionCommand.AddAlias;
import org.socius.request.InstitutionCommand.ChangeContacts;
import org.socius.request.InstitutionCommand.EraseInstitution;
import org.socius.request.InstitutionCommand.MergeInstitution;
import org.socius.request.InstitutionCommand.RankRequests;
import org.socius.request.InstitutionCommand.RegisterInstitution;
import org.socius.request.InstitutionEvent.Contact;
import org.socius.request.InstitutionEvent.Name;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(InstitutionController.PATH)
class InstitutionController {

    static final String PATH = "/api/v1/institutions";

    private final CommandDesk desk;
    private final Institutions institutions;
    private final ViewStore<InstitutionSummary> list;
    private final Timeline timeline;
    private final PersonalDataExports exports;

    InstitutionController(
            CommandDesk desk,
            Institutions institutions,
            ViewStore<InstitutionSummary> list,
            Timeline timeline,
            PersonalDataExports exports) {
        this.desk = desk;
        this.institutions = institutions;
        this.list = list;
        this.timeline = timeline;
        this.exports = exports;
    }

    record NameBody(
            @NotBlank @Size(max = 300) String en,
            @Size(max = 300) @Nullable String original,
            @Pattern(regexp = "[a-z]{2}") @Nullable String originalLanguage) {}

    record ContactBody(
            @Size(max = 200) @Nullable String role,
            @Size(max = 200) @Nullable String name,
            @Size(max = 320) @Pattern(regexp = "[^@\\s]+@[^@\\s]+") @Nullable String email,
            @Nullable LocalDate from,
            @Nullable LocalDate to) {

        Contact contact() {
            return new Contact(role, name, email, from, to);
        }
    }

    record Registration(
            @Pattern(regexp = DerivedId.OF_CLIENT) @Nullable String id,
            @NotNull @Valid NameBody name,
            @Size(max = 50) @Nullable String acronym,
            @Size(max = 50) @Nullable List<@NotBlank @Size(max = 300) String> aliases,
            @NotBlank String legalNature,
            @NotBlank String level,
            @NotBlank String country,
            @Size(max = 300) @Nullable String parent,
            @Size(max = 300) @Nullable String unit,
            @Size(max = 500) @Nullable String address,
            @Size(max = 500) @Nullable String website,
            @Nullable String mandate,
            @Size(max = 50) @Nullable List<@NotNull @Valid ContactBody> contacts) {

        RegisterInstitution under(String institutionId) {
            return new RegisterInstitution(
                    institutionId,
                    new Name(name.en(), name.original(), name.originalLanguage()),
                    acronym,
                    Objects.requireNonNullElse(aliases, List.of()),
                    legalNature,
                    level,
                    country,
                    parent,
                    unit,
                    address,
                    website,
                    mandate,
                    contacts == null
                            ? List.of()
                            : contacts.stream().map(ContactBody::contact).toList());
        }
    }

    record AliasBody(
            @NotBlank @Size(max = 300) String alias,
            @Nullable LocalDate validFrom,
            @Nullable LocalDate validTo) {}

    record ContactsBody(@NotNull @Size(max = 50) List<@NotNull @Valid ContactBody> contacts) {}

    record RecordMerging(@NotBlank @Size(max = 64) String into) {}

    record Ranking(@NotEmpty @Size(max = 200) List<@NotBlank @Size(max = 64) String> requests) {}

    @PostMapping
    ResponseEntity<Object> register(HttpServletRequest http) {
        return RequestController.withReason(desk.on(http))
                .allow(PARTNER_DRAFTER, PARTNER_SIGNATORY, COORDINATOR, ADMIN)
                .create(
                        Registration.class,
                        PATH,
                        institutions,
                        (body, given) -> {
                            String id = body.id() == null ? newId(given.person()) : body.id();
                            return new Creation(id, body.under(id));
                        });
    }

    @PostMapping("/{id}/alias")
    ResponseEntity<Object> alias(@PathVariable String id, HttpServletRequest http) {
        return RequestController.withReason(desk.on(http))
                .resource(institutions, id)
                .allow(COORDINATOR)
                .send(
                        AliasBody.class,
                        body -> new AddAlias(id, body.alias(), body.validFrom(), body.validTo()));
    }

    @PostMapping("/{id}/contacts")
    ResponseEntity<Object> contacts(@PathVariable String id, HttpServletRequest http) {
        return RequestController.withReason(desk.on(http))
                .resource(institutions, id)
                .allow(PARTNER_DRAFTER, PARTNER_SIGNATORY, COORDINATOR)
                .send(
                        ContactsBody.class,
                        body ->
                                new ChangeContacts(
                                        id,
                                        body.contacts().stream()
                                                .map(ContactBody::contact)
                                                .toList()));
    }

    @PostMapping("/{id}/merge")
    ResponseEntity<Object> merge(@PathVariable String id, HttpServletRequest http) {
        return RequestController.withReason(desk.on(http))
                .resource(institutions, id)
                .allow(COORDINATOR)
                .reasonRequired()
                .send(RecordMerging.class, body -> new MergeInstitution(id, body.into()));
    }

    @PostMapping("/{id}/ranking")
    ResponseEntity<Object> ranking(@PathVariable String id, HttpServletRequest http) {
        return RequestController.withReason(desk.on(http))
                .resource(institutions, id)
                .allow(PARTNER_SIGNATORY)
                .send(Ranking.class, body -> new RankRequests(id, body.requests()));
    }

    @PostMapping("/{id}/erasure")
    ResponseEntity<Object> erasure(@PathVariable String id, HttpServletRequest http) {
        return desk.on(http)
                .resource(institutions::readForErasure, id)
                .allow(DATA_PROTECTION)
                .send(RequestController.NoBody.class, body -> new EraseInstitution(id));
    }

    @GetMapping("/{id}/personal-data")
    ResponseEntity<PersonalDataExport> personalData(
            @PathVariable String id, HttpServletRequest http) {
        return exports.answer(http, "INSTITUTION", PATH, id, caller -> personalData(id, caller));
    }

    /** What the record says about persons, for its own people and for data protection. */
    private Optional<List<Timeline.Entry>> personalData(String id, Actor person) {
        Actor caller = institutions.speaker(person);
        boolean all = caller.has(DATA_PROTECTION);
        return all || Visibility.ofOwn(caller, id)
                ? institutions
                        .find(id)
                        .map(_ -> timeline.of(id, true, true))
                        .map(
                                history ->
                                        all
                                                ? history
                                                : RequestController.concerning(
                                                        caller, history, Set.of()))
                : Optional.empty();
    }

    /** A partner registers under the id in its token, everybody else under a new one. */
    private static String newId(Actor caller) {
        return caller.institutions().size() == 1
                ? caller.institutions().iterator().next()
                : UUID.randomUUID().toString();
    }

    @GetMapping("/{id}")
    Object one(@PathVariable String id, HttpServletRequest http, HttpServletResponse answer) {
        ListQuery.none(http);
        return RequestController.answered(institutions.read(id, Callers.current()), answer);
    }

    @GetMapping("/{id}/timeline")
    List<Timeline.Entry> timeline(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        Actor caller = institutions.speaker(Callers.current());
        if (institutions.read(id, caller).isEmpty()) {
            throw new Rejection.NotFound();
        }
        return RequestController.concerning(
                caller,
                timeline.of(
                        id,
                        Visibility.ofPersons(caller, id),
                        Visibility.ofEverything(caller) || Visibility.ofPersons(caller, id)),
                Set.of());
    }

    @GetMapping
    ResponseEntity<Page<InstitutionSummary>> list(HttpServletRequest http) {
        ListQuery query = ListQuery.of(http, Set.of("name", "country"), "q", "country");
        List<Bson> all =
                new ArrayList<>(
                        List.of(Visibility.institutions(institutions.speaker(Callers.current()))));
        RequestController.anyOf(query, "country", all);
        all.add(ViewStore.containing("text", query.values("q")));
        return list.find(Filters.and(all), query, "name", true).answer(query);
    }
}
