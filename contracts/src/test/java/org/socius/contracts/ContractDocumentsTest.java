package org.socius.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socius.platform.publishing.ContractTable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The committed schemas, samples and the AsyncAPI document say what the records say. After a change
 * of a record {@code -Dsocius.docs.write=true} writes them anew.
 */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ContractDocumentsTest {

    private static final Path RESOURCES = Path.of("src/main/resources/org/socius/contracts");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final ContractDocuments DOCUMENTS =
            new ContractDocuments(Path.of("src/main/java"));
    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

    static List<Class<?>> contracts() {
        return ContractDocuments.contracts();
    }

    @BeforeAll
    static void write_if_asked_to() throws IOException {
        if (!Boolean.getBoolean("socius.docs.write")) {
            return;
        }
        for (Path stale : committed().values()) {
            Files.delete(stale);
        }
        for (Map.Entry<String, String> file : DOCUMENTS.all().entrySet()) {
            Path path = RESOURCES.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    private static Map<String, Path> committed() throws IOException {
        Map<String, Path> files = new TreeMap<>();
        for (String part : List.of("schemas", "samples")) {
            Path folder = RESOURCES.resolve(part);
            if (Files.isDirectory(folder)) {
                try (Stream<Path> list = Files.list(folder)) {
                    list.forEach(file -> files.put(part + "/" + file.getFileName(), file));
                }
            }
        }
        Path asyncApi = RESOURCES.resolve("asyncapi.json");
        if (Files.exists(asyncApi)) {
            files.put("asyncapi.json", asyncApi);
        }
        return files;
    }

    private static Schema schema(Class<?> contract) {
        return SCHEMAS.getSchema(read("schemas", contract));
    }

    private static String read(String part, Class<?> contract) {
        try {
            return Files.readString(
                    RESOURCES.resolve(part).resolve(ContractTable.typeOf(contract) + ".json"));
        } catch (IOException e) {
            throw new IllegalStateException(contract + " has no file below " + part, e);
        }
    }

    private static List<String> faults(Class<?> contract, String value) {
        return schema(contract)
                .validate(
                        value,
                        InputFormat.JSON,
                        context -> context.executionConfig(c -> c.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    @Test
    void the_files_are_those_of_the_records_no_more_no_less_and_up_to_date() throws IOException {
        Map<String, String> texts = new TreeMap<>();
        for (Map.Entry<String, Path> file : committed().entrySet()) {
            texts.put(file.getKey(), Files.readString(file.getValue()));
        }
        Map<String, String> expected = DOCUMENTS.all();
        assertThat(texts.keySet())
                .as("Write them with -Dsocius.docs.write=true")
                .isEqualTo(expected.keySet());
        expected.forEach(
                (name, text) ->
                        assertThat(texts.get(name))
                                .as("%s: write it anew with -Dsocius.docs.write=true", name)
                                .isEqualTo(text));
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void the_sample_is_valid_and_binds_to_the_record(Class<?> contract) {
        String sample = read("samples", contract);
        assertThat(faults(contract, sample)).isEmpty();
        JsonNode value = JSON.readTree(sample);
        Object record = JSON.treeToValue(value, contract);
        ObjectNode written = JSON.valueToTree(record);
        assertThat(written.propertyNames()).isNotEmpty();
        written.set("occurredAt", value.get("occurredAt"));
        written.set("recordedAt", value.get("recordedAt"));
        assertThat(JSON.readTree(written.toString())).isEqualTo(value);
        assertThat(Instant.parse(value.get("occurredAt").stringValue()))
                .isBefore(Instant.parse(value.get("recordedAt").stringValue()));
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void the_schema_demands_each_field_that_cannot_be_null(Class<?> contract) {
        for (RecordComponent component : contract.getRecordComponents()) {
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            ObjectNode without = (ObjectNode) JSON.readTree(read("samples", contract));
            without.remove(component.getName());
            ObjectNode nothing = (ObjectNode) JSON.readTree(read("samples", contract));
            nothing.putNull(component.getName());
            assertThat(faults(contract, without.toString()).isEmpty())
                    .as("%s absent", component)
                    .isEqualTo(optional);
            assertThat(faults(contract, nothing.toString()).isEmpty())
                    .as("%s null", component)
                    .isEqualTo(optional);
        }
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void the_schema_refuses_wrong_types_and_lets_new_fields_pass(Class<?> contract) {
        ObjectNode sample = (ObjectNode) JSON.readTree(read("samples", contract));
        for (String field : List.copyOf(sample.propertyNames())) {
            ObjectNode wrong = sample.deepCopy();
            wrong.putArray(field).addArray();
            assertThat(faults(contract, wrong.toString())).as(field).isNotEmpty();
        }
        ObjectNode undated = sample.deepCopy();
        undated.put("occurredAt", "yesterday");
        assertThat(faults(contract, undated.toString())).isNotEmpty();
        sample.put("aFieldOfTomorrow", "x");
        assertThat(faults(contract, sample.toString())).isEmpty();
    }

    @Test
    void the_asyncapi_document_names_every_topic_key_header_and_message() throws IOException {
        JsonNode document = JSON.readTree(Files.readString(RESOURCES.resolve("asyncapi.json")));
        assertThat(document.get("asyncapi").stringValue()).isEqualTo("3.0.0");
        Set<String> types = new HashSet<>();
        Set<String> addresses = new HashSet<>();
        for (JsonNode channel : document.get("channels")) {
            addresses.add(channel.get("address").stringValue());
            for (JsonNode reference : channel.get("messages")) {
                JsonNode message = at(document, reference);
                types.add(message.get("name").stringValue());
                assertThat(message.at("/bindings/kafka/key/type").stringValue())
                        .isEqualTo("string");
                assertThat(message.at("/headers/allOf/1/properties/ce_type/const").stringValue())
                        .isEqualTo(message.get("name").stringValue());
            }
        }
        assertThat(addresses).isEqualTo(Set.copyOf(Topics.ALL));
        assertThat(types)
                .isEqualTo(Set.copyOf(contracts().stream().map(ContractTable::typeOf).toList()));
        JsonNode headers = document.at("/components/schemas/CloudEventHeaders");
        assertThat(headers.get("properties").propertyNames())
                .containsExactlyInAnyOrder(
                        "ce_specversion",
                        "ce_id",
                        "ce_type",
                        "ce_source",
                        "ce_subject",
                        "ce_time",
                        "ce_sequence",
                        "ce_aggregateversion",
                        "ce_correlationid",
                        "ce_causationid",
                        "ce_late",
                        "content-type");
        assertThat(headers.get("required"))
                .extracting(JsonNode::stringValue)
                .doesNotContain("ce_late")
                .hasSize(11);
    }

    private static JsonNode at(JsonNode document, JsonNode reference) {
        JsonNode target = document.at(reference.get("$ref").stringValue().substring(1));
        assertThat(target.isObject()).as("%s leads somewhere", reference).isTrue();
        return target;
    }

    @Test
    void type_names_are_unique() {
        assertThat(contracts().stream().map(ContractTable::typeOf)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("contracts")
    void no_field_is_for_data_of_a_person(Class<?> contract) {
        assertThat(personal(contract)).isEmpty();
    }

    record Planted(String expertId, Contact inside, List<Map<String, Contact>> more) {
        record Contact(String email, String name, String reasonCode) {}
    }

    @Test
    void a_field_for_data_of_a_person_is_found_however_deep() {
        assertThat(personal(Planted.class)).containsExactly("email", "name", "email", "name");
        for (String name :
                List.of("reason", "comment", "motivation", "phoneNumber", "familyName", "text")) {
            assertThat(isPersonal(name, String.class)).as(name).isTrue();
        }
        assertThat(isPersonal("institutionName", Map.class)).isFalse();
        assertThat(isPersonal("reasonCode", String.class)).isFalse();
    }

    /** Names of organisations are texts by language; a name that is one text is a person's. */
    private static boolean isPersonal(String field, Type type) {
        String lower = field.toLowerCase(Locale.ROOT);
        return Stream.of(
                                "email",
                                "phone",
                                "comment",
                                "motivation",
                                "signatory",
                                "contact",
                                "surname",
                                "birth",
                                "passport",
                                "street",
                                "justification",
                                "remark",
                                "quotation",
                                "curriculum")
                        .anyMatch(lower::contains)
                || Set.of("reason", "text", "note", "nationality", "residence").contains(lower)
                || lower.endsWith("name") && type == String.class;
    }

    private static List<String> personal(Class<?> type) {
        List<String> found = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (isPersonal(component.getName(), component.getType())) {
                found.add(component.getName());
            }
            records(component.getGenericType()).forEach(inner -> found.addAll(personal(inner)));
        }
        return found;
    }

    private static Stream<Class<?>> records(Type type) {
        return switch (type) {
            case ParameterizedType many ->
                    Stream.of(many.getActualTypeArguments())
                            .flatMap(ContractDocumentsTest::records);
            case Class<?> one when one.isRecord() -> Stream.of(one);
            default -> Stream.empty();
        };
    }
}
