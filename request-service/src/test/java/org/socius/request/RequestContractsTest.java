package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.request.RequestExamples.*;

import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.request.RequestContract;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.publishing.ContractTable.ContractEvent;
import org.socius.platform.serialization.EventNames;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;
import org.socius.request.EligibilityList.ChangeEligibility;
import org.socius.request.EligibilityList.RetellEligibility;
import org.socius.request.InstitutionCommand.AddAlias;
import org.socius.request.InstitutionCommand.MergeInstitution;
import org.socius.request.RequestCommand.DecideEligibility;
import org.socius.request.RequestCommand.HandOverRequest;
import org.socius.request.RequestCommand.HoldRequest;
import org.socius.request.RequestCommand.MergeRequest;
import org.socius.request.RequestCommand.NoteActionEnded;
import org.socius.request.RequestCommand.NoteActionOpened;
import org.socius.request.RequestCommand.RecordDueRequestSteps;
import org.socius.request.RequestCommand.RejectRequest;
import org.socius.request.RequestCommand.ResubmitRequest;
import org.socius.request.RequestCommand.ResumeRequest;
import org.socius.request.RequestCommand.ReturnRequest;
import org.socius.request.RequestCommand.SubmitRequest;
import org.socius.request.RequestCommand.WithdrawRequest;
import org.socius.request.holidays.HolidayChanged;
import org.socius.request.holidays.HolidayList;
import tools.jackson.databind.node.ObjectNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class RequestContractsTest {

    private static final Map<String, Class<?>> CONTRACTS =
            Stream.of(RequestContract.class.getPermittedSubclasses())
                    .collect(Collectors.toMap(ContractTable::typeOf, type -> type));

    private final ContractTable table =
            new RequestServiceApplication().contracts(RequestServiceApplication.events());

    @Test
    void every_contract_is_published_with_every_compulsory_field_filled() {
        Set<String> published = new HashSet<>();
        for (Object event : everyEvent()) {
            Optional<ContractEvent> told = table.translate(EventNames.of(event.getClass()), event);
            if (told.isEmpty()) {
                continue;
            }
            published.add(told.get().type());
            ObjectNode value = told.get().value();
            for (RecordComponent field : CONTRACTS.get(told.get().type()).getRecordComponents()) {
                if (!field.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    assertThat(
                                    value.path(field.getName()).isNull()
                                            || value.path(field.getName()).isMissingNode())
                            .as(told.get().type() + "." + field.getName() + " is empty")
                            .isFalse();
                }
            }
        }
        assertThat(published).isEqualTo(CONTRACTS.keySet());
    }

    @Test
    @Rule(value = "R119", derived = true)
    void nothing_about_persons_and_no_free_text_leaves_the_service() {
        String told =
                everyEvent().stream()
                        .flatMap(
                                event ->
                                        table
                                                .translate(EventNames.of(event.getClass()), event)
                                                .stream())
                        .map(event -> event.value().toString())
                        .collect(Collectors.joining());

        assertThat(told)
                .contains("Institute for Social Economy", "Estrategia para vendedores informales");
        assertThat(told)
                .doesNotContain(
                        "Inés",
                        "ines@example.org",
                        "directora",
                        "equipo",
                        "sound",
                        "the mandate",
                        "clara");
    }

    @Test
    void drafts_dockets_and_numbers_stay_inside() {
        for (String kept :
                List.of(
                        "request.drafted",
                        "request-draft.edited",
                        "docket-request.entered",
                        "number.assigned")) {
            assertThat(table.isPublic(kept)).as(kept).isFalse();
            assertThat(RequestServiceApplication.events().classOf(kept)).as(kept).isNotNull();
        }
        assertThat(table.isPublic("request.submitted")).isTrue();
    }

    @Test
    void requests_and_institutions_share_a_topic() {
        assertThat(table.topicOf("Request")).isEqualTo("socius.request.v1");
        assertThat(table.topicOf("Institution")).isEqualTo("socius.request.v1");
        assertThat(table.source()).isEqualTo("/request-service");
    }

    /** The events of stories that together reach every state. */
    private static List<Object> everyEvent() {
        Story returned = underScreening().because("SECURITY", "the mandate is missing");
        returned.given(CLARA, new ReturnRequest(ONE, List.of("the mandate")))
                .given(SIGNATORY, new ResubmitRequest(ONE, true));
        Story ineligible =
                underScreening()
                        .because("DUPLICATE", "x")
                        .given(CLARA, new DecideEligibility(ONE, false));
        Story rejected =
                underAppraisal().because("SECURITY", "x").given(CLARA, new RejectRequest(ONE));
        Story withdrawn = submitted().given(SIGNATORY, new WithdrawRequest(ONE));
        Story whole =
                accepted()
                        .given(
                                SYSTEM,
                                new NoteActionOpened(ONE, "action-1", "2026-01"),
                                new NoteActionEnded(ONE, "action-1"));
        Story list =
                story().given(
                                Story.person("ada", "admin"),
                                new ChangeEligibility(
                                        EligibilityList.ID, "MC", true, LocalDate.of(2024, 1, 1)))
                        .given(SYSTEM, new RetellEligibility(EligibilityList.ID))
                        .given(
                                HolidayList.TYPE,
                                "holidays",
                                new HolidayChanged(
                                        "holidays",
                                        LocalDate.of(2027, 5, 7),
                                        true,
                                        Map.of("en", "Closed"),
                                        LocalDate.of(2027, 1, 1)));
        Story merged = submitted().given(DRAFTER, draft(TWO));
        merged.given(SIGNATORY, new SubmitRequest(TWO, true))
                .because("x")
                .given(CLARA, new MergeRequest(ONE, TWO, LocalDate.of(2026, 3, 1), "Inés Pardo"));
        Story held = underAppraisal().because("BUDGET_EXHAUSTED", "the mandate");
        held.given(
                CLARA,
                new HoldRequest(ONE),
                new ResumeRequest(ONE),
                new HandOverRequest(ONE, "cleo"));
        Story lapsed =
                drafted().at("2026-09-03T09:00:00Z").given(SYSTEM, new RecordDueRequestSteps(ONE));
        Story named =
                story().given(CLARA, ipes(), institution(MOLSA, "Instituto Popular", "CO"))
                        .given(
                                CLARA,
                                new AddAlias(IPES, "Sales Fund", null, null),
                                new MergeInstitution(IPES, MOLSA));
        return Stream.of(
                        named,
                        list,
                        returned,
                        ineligible,
                        rejected,
                        withdrawn,
                        whole,
                        merged,
                        held,
                        lapsed)
                .flatMap(
                        story ->
                                Stream.of(IPES, ONE, EligibilityList.ID, "holidays")
                                        .flatMap(id -> story.eventsOf(id).stream()))
                .toList();
    }
}
