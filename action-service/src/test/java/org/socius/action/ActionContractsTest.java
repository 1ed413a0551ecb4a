package org.socius.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.action.lifecycle.EveryEvent;
import org.socius.action.records.FacilityRecord;
import org.socius.action.records.FacilityRecordCommand.EnterFacilityRecord;
import org.socius.action.records.FacilityRecordCommand.WithdrawFacilityRecord;
import org.socius.action.records.RecordContent;
import org.socius.action.records.RecordContent.PublishedFigure;
import org.socius.action.records.RecordContent.Quotation;
import org.socius.action.records.RecordContent.ThematicMention;
import org.socius.contracts.action.ActionContract;
import org.socius.platform.command.Actor;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.publishing.ContractTable.ContractEvent;
import org.socius.platform.serialization.EventNames;
import org.socius.platform.testing.Rule;
import org.socius.platform.testing.Story;
import tools.jackson.databind.node.ObjectNode;

@DisplayNameGeneration(ReplaceUnderscores.class)
class ActionContractsTest {

    private static final Map<String, Class<?>> CONTRACTS =
            Stream.of(ActionContract.class.getPermittedSubclasses())
                    .collect(Collectors.toMap(ContractTable::typeOf, type -> type));

    private final ContractTable table =
            new ActionServiceApplication().contracts(ActionServiceApplication.events());

    @Test
    void every_contract_is_published_with_every_compulsory_field_filled() {
        Set<String> published = new HashSet<>();
        for (ContractEvent told : told()) {
            published.add(told.type());
            ObjectNode value = told.value();
            for (RecordComponent field : CONTRACTS.get(told.type()).getRecordComponents()) {
                if (!field.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                    assertThat(
                                    value.path(field.getName()).isNull()
                                            || value.path(field.getName()).isMissingNode())
                            .as(told.type() + "." + field.getName() + " is empty")
                            .isFalse();
                }
            }
        }
        assertThat(published).isEqualTo(CONTRACTS.keySet());
    }

    @Test
    @Rule(value = "R119", derived = true)
    void nothing_about_persons_and_no_free_text_about_them_leaves_the_service() {
        String all =
                told().stream()
                        .map(event -> event.value().toString())
                        .collect(Collectors.joining());

        assertThat(all).contains("Street vendors", "mobilisation-1-1");
        assertThat(all)
                .doesNotContain(
                        "Head of delegation",
                        "Delegate",
                        "Solid work",
                        "Good answer",
                        "report.pdf",
                        "minister",
                        "on leave",
                        "Sofia",
                        "source note");
    }

    @Test
    void what_other_services_told_and_the_numbers_stay_inside() {
        for (String kept :
                List.of(
                        "action-reference.taken",
                        "team-member.joined",
                        "team-member.left",
                        "worked-days.noted",
                        "settlement.noted",
                        "mobilisation.noted",
                        "import.started",
                        "import-rows.judged",
                        "deliverable.accepted-by-partner")) {
            assertThat(ActionServiceApplication.events().classOf(kept)).as(kept).isNotNull();
            assertThat(table.isPublic(kept)).as(kept).isFalse();
        }
        assertThat(table.topicOf("Action")).isEqualTo("socius.action.v1");
        assertThat(table.source()).isEqualTo("/action-service");
    }

    private List<ContractEvent> told() {
        List<ContractEvent> told = new ArrayList<>();
        for (Object event : EveryEvent.once()) {
            table.translate(EventNames.of(event.getClass()), event).ifPresent(told::add);
        }
        for (Object event : ofRecords()) {
            table.translate(EventNames.of(event.getClass()), event).ifPresent(told::add);
        }
        return told;
    }

    /** What facility records state is told, what else stands in them is not. */
    private static List<Object> ofRecords() {
        Actor carl = Story.person("carl", "communication-officer");
        Story story =
                Story.of(
                                ActionServiceApplication.events(),
                                "2026-03-02T09:00:00Z",
                                List.of(),
                                FacilityRecord.class)
                        .given(
                                carl,
                                new EnterFacilityRecord(
                                        "figure",
                                        record(
                                                new PublishedFigure(
                                                        "actions",
                                                        BigDecimal.valueOf(64),
                                                        "actions",
                                                        null,
                                                        null,
                                                        null))),
                                new EnterFacilityRecord(
                                        "mention",
                                        record(
                                                new ThematicMention(
                                                        "pensions", "SI-PEN", "MX", null))),
                                new EnterFacilityRecord(
                                        "quotation",
                                        record(new Quotation("Sofia", "minister", null))))
                        .because("Nobody said so")
                        .given(carl, new WithdrawFacilityRecord("mention"));
        return Stream.of("figure", "mention", "quotation")
                .flatMap(id -> story.eventsOf(id).stream())
                .toList();
    }

    private static RecordContent record(RecordContent.Detail detail) {
        return new RecordContent(
                null,
                Map.of("en", "As the minister said"),
                Map.of("en", "The minister of Sofia"),
                null,
                null,
                "An article on the web",
                List.of(),
                List.of(),
                List.of(),
                true,
                detail);
    }
}
