package org.socius.action.records;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Year;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.action.records.FacilityRecordCommand.*;
import org.socius.action.records.FacilityRecordEvent.*;
import org.socius.action.records.RecordContent.ContextFact;
import org.socius.action.records.RecordContent.Detail;
import org.socius.action.records.RecordContent.EventSession;
import org.socius.action.records.RecordContent.ExternalEvent;
import org.socius.action.records.RecordContent.Kind;
import org.socius.action.records.RecordContent.Organisation;
import org.socius.action.records.RecordContent.OrganisationRole;
import org.socius.action.records.RecordContent.PublishedFigure;
import org.socius.action.records.RecordContent.Quotation;
import org.socius.action.records.RecordContent.RecordSubject;
import org.socius.action.records.RecordContent.ThematicMention;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Countries;
import org.socius.contracts.reference.MemberStates;
import org.socius.platform.command.Chronicled;
import org.socius.platform.command.EventMoment;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.InvalidFields;

/**
 * One thing the facility keeps on record beside its actions. It is entered, corrected with a
 * reason, perhaps withdrawn; what it says about persons can be erased while the rest stays.
 */
@Aggregate
public class FacilityRecord implements Chronicled {

    /** The aggregate type in the store. */
    static final String TYPE = "FacilityRecord";

    /** Where a record stands. */
    public enum Status {
        ENTERED,
        WITHDRAWN
    }

    @AggregateIdentifier private @Nullable String id;
    private @Nullable EventMoment latest;
    private @Nullable RecordContent content;
    private Status status = Status.ENTERED;
    private boolean erased;
    private boolean stated;

    FacilityRecord() {}

    @CommandHandler
    FacilityRecord(EnterFacilityRecord command) {
        check(command.content());
        apply(new FacilityRecordEntered(command.recordId(), command.content()));
        state(command.recordId(), command.content());
    }

    @CommandHandler
    void decide(CorrectFacilityRecord command) {
        requireEntered();
        Kind kind = content().detail().kind();
        if (command.content().detail().kind() != kind) {
            throw new FacilityRecordRejection.AnotherKind(kind);
        }
        check(command.content());
        apply(new FacilityRecordCorrected(command.recordId(), command.content()));
        state(command.recordId(), command.content());
    }

    @CommandHandler
    void decide(WithdrawFacilityRecord command) {
        requireEntered();
        apply(new FacilityRecordWithdrawn(command.recordId()));
        if (stated) {
            apply(new StatementWithdrawn(command.recordId()));
        }
    }

    /** For records that are older than what tells of them. */
    @CommandHandler
    void decide(TellStatement command) {
        if (!stated && status == Status.ENTERED) {
            state(command.recordId(), content());
        }
    }

    private static void state(String recordId, RecordContent content) {
        switch (content.detail()) {
            case PublishedFigure figure ->
                    apply(
                            new PublishedFigureStated(
                                    recordId,
                                    content.code(),
                                    figure.metric(),
                                    figure.value(),
                                    figure.unit(),
                                    figure.comparison(),
                                    content.from(),
                                    content.to(),
                                    figure.scope(),
                                    figure.attributedTo(),
                                    content.source(),
                                    content.open()));
            case ThematicMention mention ->
                    apply(
                            new ThematicMentionStated(
                                    recordId,
                                    content.code(),
                                    mention.topic(),
                                    mention.theme(),
                                    mention.country(),
                                    mention.region(),
                                    content.source(),
                                    content.open()));
            case RecordContent.Communication _,
                    Quotation _,
                    RecordContent.Mandate _,
                    ExternalEvent _,
                    RecordContent.ContactPoint _,
                    ContextFact _,
                    RecordContent.ActionNote _,
                    Organisation _,
                    RecordContent.Facility _,
                    RecordContent.DocumentNote _ -> {
                // Found in the register; reports say nothing of it.
            }
        }
    }

    @CommandHandler
    void decide(EraseFacilityRecord command) {
        if (erased) {
            throw new Rejection.WrongState("R75", "ERASED", allowed());
        }
        apply(new FacilityRecordErased(command.recordId()));
    }

    @EventSourcingHandler
    void evolve(FacilityRecordEvent event, EventMoment moment) {
        latest = moment.notBefore(latest);
        switch (event) {
            case FacilityRecordEntered e -> {
                id = e.recordId();
                content = e.content();
            }
            case FacilityRecordCorrected e -> content = e.content();
            case FacilityRecordWithdrawn _ -> status = Status.WITHDRAWN;
            case FacilityRecordErased _ -> erased = true;
            case PublishedFigureStated _, ThematicMentionStated _ -> stated = true;
            case StatementWithdrawn _ -> stated = false;
        }
    }

    @Override
    public @Nullable EventMoment latest() {
        return latest;
    }

    RecordContent content() {
        return Objects.requireNonNull(content);
    }

    Status status() {
        return status;
    }

    boolean erased() {
        return erased;
    }

    /** What may be commanded now. */
    List<String> allowed() {
        if (status == Status.WITHDRAWN) {
            return erased ? List.of() : List.of("erasure");
        }
        return erased
                ? List.of("correction", "withdrawal")
                : List.of("correction", "withdrawal", "erasure");
    }

    private void requireEntered() {
        if (status != Status.ENTERED) {
            throw new Rejection.WrongState(status.name(), allowed());
        }
    }

    // ------------------------------------------------------------------ what a record must hold

    private static void check(RecordContent content) {
        requireText("/title", content.title());
        if (content.text() != null) {
            requireText("/text", content.text());
        }
        period("", content.from(), content.to());
        for (int i = 0; i < content.subjects().size(); i++) {
            subject("/subjects/" + i + "/id", content.subjects().get(i));
        }
        if (content.open() && content.detail().kind() == Kind.CONTACT_POINT) {
            throw new FacilityRecordRejection.ContactNotPublic();
        }
        detail(content.detail());
    }

    private static void detail(Detail detail) {
        switch (detail) {
            case Quotation q -> {
                if (blank(q.speaker())) {
                    throw new FacilityRecordRejection.SpeakerMissing("/detail/speaker");
                }
            }
            case PublishedFigure f -> {
                if (f.scope() != null && isCountry(f.scope()) && blank(f.attributedTo())) {
                    throw new FacilityRecordRejection.SpeakerMissing("/detail/attributedTo");
                }
            }
            case ContextFact f -> {
                if (f.readings() != null && !f.readings().isEmpty() && blank(f.speaker())) {
                    throw new FacilityRecordRejection.SpeakerMissing("/detail/speaker");
                }
            }
            case ThematicMention m -> {
                theme("/detail/theme", m.theme());
                country("/detail/country", m.country());
            }
            case ExternalEvent e -> {
                country("/detail/country", e.country());
                List<EventSession> sessions = e.sessions() == null ? List.of() : e.sessions();
                for (int i = 0; i < sessions.size(); i++) {
                    theme("/detail/sessions/" + i + "/theme", sessions.get(i).theme());
                }
            }
            case Organisation o -> {
                country("/detail/country", o.country());
                List<OrganisationRole> parts = o.parts() == null ? List.of() : o.parts();
                for (int i = 0; i < parts.size(); i++) {
                    period("/detail/parts/" + i, parts.get(i).from(), parts.get(i).to());
                }
            }
            case RecordContent.Communication _,
                    RecordContent.Mandate _,
                    RecordContent.ContactPoint _,
                    RecordContent.ActionNote _,
                    RecordContent.Facility _,
                    RecordContent.DocumentNote _ -> {
                // Nothing beyond the form of its fields.
            }
        }
    }

    private static void requireText(String pointer, Map<String, String> text) {
        if (text.isEmpty() || text.values().stream().anyMatch(FacilityRecord::blank)) {
            throw InvalidFields.of(pointer, "required", "A text is needed.");
        }
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static void subject(String pointer, RecordSubject subject) {
        switch (subject.type()) {
            case COUNTRY -> country(pointer, subject.id());
            case THEME -> theme(pointer, subject.id());
            case ACTION, PROJECT, INSTITUTION, ORGANISATION, REGION, SDG, RECORD -> {
                // Known elsewhere, or by name only.
            }
        }
    }

    private static boolean isCountry(String code) {
        return Countries.isCode(code) || MemberStates.find(code).isPresent();
    }

    private static void country(String pointer, @Nullable String code) {
        known(pointer, "ISO 3166 alpha-2", code, FacilityRecord::isCountry);
    }

    private static void theme(String pointer, @Nullable String code) {
        known(pointer, "themes", code, theme -> CodeList.THEMES.find(theme).isPresent());
    }

    private static void known(
            String pointer, String list, @Nullable String code, Predicate<String> isKnown) {
        if (code != null && !isKnown.test(code)) {
            throw new Rejection.UnknownCode(pointer, list, code);
        }
    }

    private static void period(String below, @Nullable String from, @Nullable String to) {
        LocalDate first = from == null ? null : firstDay(below + "/from", from);
        LocalDate last = to == null ? null : firstDay(below + "/to", to);
        if (first != null && last != null && last.isBefore(first)) {
            throw InvalidFields.of(below + "/to", "end-before-start", "The end lies before.");
        }
    }

    /** A partial date: 2016, 2016-05 or 2016-05-04. */
    private static LocalDate firstDay(String pointer, String text) {
        try {
            return switch (text.length()) {
                case 4 -> Year.parse(text).atDay(1);
                case 7 -> YearMonth.parse(text).atDay(1);
                default -> LocalDate.parse(text);
            };
        } catch (DateTimeException e) {
            throw InvalidFields.of(
                    pointer, "wrong-type", "A year, a month or a day: 2016, 2016-05, 2016-05-04.");
        }
    }
}
