package org.socius.action.records;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.mongodb.client.model.Filters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.action.plan.Texts;
import org.socius.action.records.FacilityRecord.Status;
import org.socius.action.records.FacilityRecordCommand.*;
import org.socius.action.records.RecordContent.Detail;
import org.socius.action.records.RecordContent.Kind;
import org.socius.action.records.RecordContent.RecordLink;
import org.socius.action.records.RecordContent.RecordSubject;
import org.socius.contracts.Roles;
import org.socius.platform.format.DerivedId;
import org.socius.platform.format.MultilingualText;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.Timeline;
import org.socius.platform.view.ViewStore;
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

/** Facility records. A text without a language counts as English. */
@RestController
@RequestMapping(FacilityRecordController.PATH)
class FacilityRecordController {

    static final String PATH = "/api/v1/facility-records";

    private static final List<String> FILTERS =
            List.of("kind", "status", "code", "tag", "subject", "from");

    private final CommandDesk desk;
    private final FacilityRecords records;

    FacilityRecordController(CommandDesk desk, FacilityRecords records) {
        this.desk = desk;
        this.records = records;
    }

    record NoBody() {}

    /** What the record says; {@code id} counts for a new one only. */
    record FacilityRecordBody(
            @Pattern(regexp = DerivedId.OF_CLIENT) @Nullable String id,
            @Pattern(regexp = "[A-Za-z0-9-]{2,60}") @Nullable String code,
            @NotNull MultilingualText title,
            @Nullable MultilingualText text,
            @Size(max = 10) @Nullable String from,
            @Size(max = 10) @Nullable String to,
            @NotBlank @Size(max = 500) String source,
            @Size(max = 100) @Nullable List<@NotNull @Valid RecordSubject> subjects,
            @Size(max = 50) @Nullable List<@NotBlank @Size(max = 100) String> tags,
            @Size(max = 20) @Nullable List<@NotNull @Valid RecordLink> links,
            @JsonProperty("public") @Nullable Boolean open,
            @NotNull @Valid Detail detail) {

        RecordContent content() {
            return new RecordContent(
                    code,
                    Texts.in("en", Texts.of(title)),
                    text == null ? null : Texts.in("en", Texts.of(text)),
                    from,
                    to,
                    source,
                    subjects == null ? List.of() : subjects,
                    tags == null ? List.of() : tags,
                    links == null ? List.of() : links,
                    Boolean.TRUE.equals(open),
                    detail);
        }
    }

    @PostMapping
    ResponseEntity<Object> enter(HttpServletRequest http) {
        return desk.on(http)
                .allow(Roles.COMMUNICATION_OFFICER, Roles.COORDINATOR, Roles.ADMIN)
                .create(
                        FacilityRecordBody.class,
                        PATH,
                        records,
                        body -> {
                            String id =
                                    body.id() == null ? UUID.randomUUID().toString() : body.id();
                            return new Creation(id, new EnterFacilityRecord(id, body.content()));
                        });
    }

    @PostMapping("/{id}/correction")
    ResponseEntity<Object> correct(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .reasonRequired()
                .send(
                        FacilityRecordBody.class,
                        body -> new CorrectFacilityRecord(id, body.content()));
    }

    @PostMapping("/{id}/withdrawal")
    ResponseEntity<Object> withdraw(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .reasonRequired()
                .send(NoBody.class, body -> new WithdrawFacilityRecord(id));
    }

    @PostMapping("/{id}/erasure")
    ResponseEntity<Object> erase(@PathVariable String id, HttpServletRequest http) {
        return desk.on(http)
                .resource(records, id)
                .allow(Roles.DATA_PROTECTION)
                .send(NoBody.class, body -> new EraseFacilityRecord(id));
    }

    private CommandDesk.Call on(HttpServletRequest http, String id) {
        return desk.on(http)
                .resource(records, id)
                .allow(Roles.COMMUNICATION_OFFICER, Roles.COORDINATOR, Roles.ADMIN);
    }

    @GetMapping
    ResponseEntity<Page<FacilityRecordView>> list(HttpServletRequest http) {
        ListQuery query =
                ListQuery.of(
                        http,
                        Set.of("from", "code", "kind"),
                        "kind",
                        "status",
                        "code",
                        "tag",
                        "subject",
                        "from",
                        "q");
        query.names("kind", Kind.class);
        query.names("status", Status.class);
        List<Bson> conditions = new ArrayList<>();
        conditions.add(ViewStore.containing("text", query.values("q")));
        for (String name : FILTERS) {
            List<String> values = query.values(name);
            if (!values.isEmpty()) {
                conditions.add(Filters.in(ViewStore.field(name), values));
            }
        }
        return records.find(Filters.and(conditions), query, Callers.current()).answer(query);
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> one(@PathVariable String id, HttpServletRequest http) {
        return records.answer(id, http);
    }

    @GetMapping("/{id}/timeline")
    List<Timeline.Entry> timeline(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        return records.timeline(id, Callers.current()).orElseThrow(Rejection.NotFound::new);
    }
}
