package org.socius.action.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.socius.action.records.FacilityRecordCommand.*;
import org.socius.action.records.FacilityRecordEvent.*;
import org.socius.action.records.RecordContent.*;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FacilityRecordTest {

    private static final String RECORD = "record-1";
    private static final Actor CARL = Story.person("carl", "communication-officer");
    private static final Actor PETRA = Story.person("petra", "data-protection");

    private static final Actor SYSTEM = Actor.system("statements");

    private static Story story() {
        return Story.of(
                EventTypes.of(FacilityRecordEvent.class),
                "2026-03-02T09:00:00Z",
                List.of(),
                FacilityRecord.class);
    }

    private static RecordContent content(Detail detail) {
        return content(detail, null, null, List.of(), false);
    }

    private static RecordContent content(
            Detail detail,
            @Nullable String from,
            @Nullable String to,
            List<RecordSubject> subjects,
            boolean open) {
        return new RecordContent(
                "C-1",
                Map.of("en", "Something kept"),
                null,
                from,
                to,
                "Press release of 30 May 2017",
                subjects,
                List.of(),
                List.of(),
                open,
                detail);
    }

    private static EnterFacilityRecord enter(RecordContent content) {
        return new EnterFacilityRecord(RECORD, content);
    }

    private static Quotation quotation(@Nullable String speaker) {
        return new Quotation(speaker, "Minister of Social Affairs", null);
    }

    private static PublishedFigure figure(@Nullable String scope, @Nullable String by) {
        return new PublishedFigure("share", BigDecimal.valueOf(50), "percent", null, scope, by);
    }

    private static ContextFact fact(@Nullable String speaker, boolean withFigures) {
        return new ContextFact(
                "informal sector",
                speaker,
                null,
                withFigures
                        ? List.of(
                                new StatedReading(
                                        "share of the labour force",
                                        "more than",
                                        BigDecimal.valueOf(90),
                                        "percent"))
                        : null);
    }

    private static ContactPoint contact(String person) {
        return new ContactPoint(person, "p1", "Spokesperson", "FPS", List.of("@FODSZ"));
    }

    @Test
    @Rule("R120")
    void a_quotation_stands_with_its_speaker() {
        for (String nobody : new String[] {null, "", " "}) {
            story().when(CARL, enter(content(quotation(nobody))))
                    .expectRefusal(FacilityRecordRejection.SpeakerMissing.class);
        }
        story().when(CARL, enter(content(quotation("The minister"))))
                .expectTypes(FacilityRecordEntered.class);
    }

    @Test
    @Rule("R120")
    void figures_of_others_stand_with_who_states_them() {
        story().when(CARL, enter(content(fact(null, true)))).refusedBy("R120");
        story().when(CARL, enter(content(figure("CM", null)))).refusedBy("R120");
        for (Detail stated :
                List.of(
                        fact("National Employment Institute", true),
                        fact(null, false),
                        figure("CM", "National Employment Institute"),
                        figure("P-CHN", null),
                        figure(null, null))) {
            story().when(CARL, enter(content(stated))).accepted();
        }
    }

    @ParameterizedTest
    @CsvSource({"2013,", "2015-11,", "2016-05-04,", "2014-01,2018-06", "2016,2016", ",2018"})
    void a_date_is_as_exact_as_its_source(@Nullable String from, @Nullable String to) {
        Story story = story().given(CARL, enter(content(contact("Koen"), from, to)));
        assertThat(story.eventsOf(RECORD).getFirst())
                .isInstanceOfSatisfying(
                        FacilityRecordEntered.class,
                        e -> {
                            assertThat(e.content().from()).isEqualTo(from);
                            assertThat(e.content().to()).isEqualTo(to);
                        });
    }

    private static RecordContent content(
            Detail detail, @Nullable String from, @Nullable String to) {
        return content(detail, from, to, List.of(), false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "16", "2016-13", "2016-02-30", "2016-5-4", "May 2016", "2016-05T"})
    void what_is_no_date_is_refused(String date) {
        story().when(CARL, enter(content(contact("Koen"), date, null)))
                .expectRefusal(Rejection.InvalidFields.class);
    }

    @Test
    void a_period_does_not_end_before_it_begins() {
        story().when(CARL, enter(content(contact("Koen"), "2018-06", "2018-05-31")))
                .expectRefusal(Rejection.InvalidFields.class);
        story().when(CARL, enter(content(contact("Koen"), "2018-06", "2018-06-01"))).accepted();
    }

    @Test
    void countries_and_themes_are_those_of_the_lists() {
        for (RecordSubject wrong :
                List.of(
                        new RecordSubject(SubjectType.COUNTRY, "XX", null),
                        new RecordSubject(SubjectType.THEME, "SI-XXX", null))) {
            story().when(CARL, enter(content(fact(null, false), null, null, List.of(wrong), true)))
                    .expectRefusal(Rejection.UnknownCode.class);
        }
        story().when(CARL, enter(content(new ThematicMention("t", "SI-XXX", null, "Caribbean"))))
                .expectRefusal(Rejection.UnknownCode.class);
        story().when(CARL, enter(content(new ThematicMention("t", "SA-TOO", null, "Caribbean"))))
                .accepted();
        List<RecordSubject> known =
                List.of(
                        new RecordSubject(SubjectType.COUNTRY, "CM", null),
                        new RecordSubject(SubjectType.COUNTRY, "BE", null),
                        new RecordSubject(SubjectType.THEME, "LB-INF", null),
                        new RecordSubject(SubjectType.RECORD, "E-1", "follows"));
        story().when(CARL, enter(content(fact(null, false), null, null, known, true))).accepted();
    }

    @Test
    void a_contact_point_is_never_public() {
        story().when(CARL, enter(content(contact("Koen"), null, null, List.of(), true)))
                .expectRefusal(FacilityRecordRejection.ContactNotPublic.class);
        story().given(CARL, enter(content(contact("Koen"))))
                .because("To be seen")
                .when(
                        CARL,
                        new CorrectFacilityRecord(
                                RECORD, content(contact("Koen"), null, null, List.of(), true)))
                .expectRefusal(FacilityRecordRejection.ContactNotPublic.class);
    }

    @Test
    @Rule(value = "R108", derived = true)
    void one_person_has_another_role_in_another_period() {
        Story story =
                story().given(CARL, enter(content(contact("Koen"), "2016-08-31", null)))
                        .given(
                                CARL,
                                new EnterFacilityRecord(
                                        "record-2",
                                        content(
                                                new ContactPoint(
                                                        "Koen",
                                                        "p1",
                                                        "Expert social protection",
                                                        "FPS",
                                                        null),
                                                "2017-05-30",
                                                null)));
        assertThat(
                        Stream.of(RECORD, "record-2")
                                .map(id -> story.eventsOf(id).getFirst())
                                .map(FacilityRecordEntered.class::cast)
                                .map(e -> (ContactPoint) e.content().detail()))
                .extracting(ContactPoint::personId)
                .containsOnly("p1");
    }

    @Test
    void a_correction_keeps_the_kind_and_the_history() {
        Story story = story().given(CARL, enter(content(quotation("The minister"))));
        story.because("Wrong kind")
                .when(CARL, new CorrectFacilityRecord(RECORD, content(fact(null, false))))
                .expectRefusal(FacilityRecordRejection.AnotherKind.class);
        story.because("Nobody said it")
                .when(CARL, new CorrectFacilityRecord(RECORD, content(quotation(""))))
                .refusedBy("R120");
        story.because("Another minister said it")
                .when(CARL, new CorrectFacilityRecord(RECORD, content(quotation("Another"))))
                .expectTypes(FacilityRecordCorrected.class);
        assertThat(story.eventsOf(RECORD)).hasSize(2);
    }

    @Test
    @Rule(value = "R113", derived = true)
    void a_figure_is_stated_with_its_source_whenever_it_is_entered_or_corrected() {
        RecordContent said = content(figure("CM", "An institute"), "2014-01", "2018-06");
        Story story = story().given(CARL, enter(said));
        assertThat(story.eventsOf(RECORD).getLast())
                .isEqualTo(
                        new PublishedFigureStated(
                                RECORD,
                                "C-1",
                                "share",
                                BigDecimal.valueOf(50),
                                "percent",
                                null,
                                "2014-01",
                                "2018-06",
                                "CM",
                                "An institute",
                                "Press release of 30 May 2017",
                                false));
        story.because("Misread")
                .when(CARL, new CorrectFacilityRecord(RECORD, content(figure(null, null))))
                .expectTypes(FacilityRecordCorrected.class, PublishedFigureStated.class);
    }

    @Test
    void what_is_stated_no_longer_is_taken_back_once() {
        for (Detail stated :
                List.of(
                        figure(null, null),
                        new ThematicMention("disability", "SA-TOO", null, "Caribbean"))) {
            story().given(CARL, enter(content(stated)))
                    .because("Nobody published it")
                    .when(CARL, new WithdrawFacilityRecord(RECORD))
                    .expectTypes(FacilityRecordWithdrawn.class, StatementWithdrawn.class);
        }
        entered()
                .because("Nobody said it")
                .when(CARL, new WithdrawFacilityRecord(RECORD))
                .expectTypes(FacilityRecordWithdrawn.class);
    }

    @Test
    void a_record_from_before_reports_heard_of_it_is_told_once() {
        Story old =
                story().given(
                                FacilityRecord.TYPE,
                                RECORD,
                                new FacilityRecordEntered(RECORD, content(figure(null, null))));
        old.when(SYSTEM, new TellStatement(RECORD)).expectTypes(PublishedFigureStated.class);
        old.when(SYSTEM, new TellStatement(RECORD)).expectEvents();
        entered().when(SYSTEM, new TellStatement(RECORD)).expectEvents();
        Story withdrawn =
                story().given(
                                FacilityRecord.TYPE,
                                RECORD,
                                new FacilityRecordEntered(RECORD, content(figure(null, null))),
                                new FacilityRecordWithdrawn(RECORD));
        withdrawn.when(SYSTEM, new TellStatement(RECORD)).expectEvents();
    }

    @Test
    void every_command_in_every_state() {
        CorrectFacilityRecord correct =
                new CorrectFacilityRecord(RECORD, content(quotation("Another")));
        WithdrawFacilityRecord withdraw = new WithdrawFacilityRecord(RECORD);
        EraseFacilityRecord erase = new EraseFacilityRecord(RECORD);
        for (FacilityRecordCommand command : List.of(correct, withdraw, erase)) {
            entered().because("So").when(PETRA, command).accepted();
        }
        for (FacilityRecordCommand command : List.of(correct, withdraw)) {
            Story withdrawn = entered().because("So").given(CARL, withdraw);
            assertThat(
                            withdrawn
                                    .when(CARL, command)
                                    .expectRefusal(Rejection.WrongState.class)
                                    .facts())
                    .containsEntry("state", "WITHDRAWN")
                    .containsEntry("allowedTransitions", List.of("erasure"));
        }
        entered().given(CARL, withdraw).when(PETRA, erase).accepted();
        Story erased = entered().given(PETRA, erase);
        assertThat(erased.when(PETRA, erase).expectRefusal(Rejection.WrongState.class).facts())
                .containsEntry("state", "ERASED");
        erased.because("So").when(CARL, withdraw).accepted();
    }

    private static Story entered() {
        return story().given(CARL, enter(content(quotation("The minister"))));
    }
}
