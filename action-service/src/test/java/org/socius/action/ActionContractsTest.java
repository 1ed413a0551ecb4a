package org.socius.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
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
import org.socius.contracts.action.ActionContract;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.publishing.ContractTable.ContractEvent;
import org.socius.platform.serialization.EventNames;
import org.socius.platform.testing.Rule;
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
        return told;
    }
}
