package org.socius.contracts;

import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.action.ActionContract;
import org.socius.contracts.expert.ExpertContract;
import org.socius.contracts.request.RequestContract;
import org.socius.platform.publishing.ContractTable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is said about the contracts, made from the records themselves and their javadoc. */
final class ContractDocuments {

    static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** The records by the topic they travel on. */
    static final Map<String, Class<?>> TOPICS =
            new TreeMap<>(
                    Map.of(
                            Topics.REQUEST, RequestContract.class,
                            Topics.ACTION, ActionContract.class,
                            Topics.EXPERT, ExpertContract.class));

    private final Javadoc javadoc;
    private final SchemaGenerator schemas = new SchemaGenerator(schemaRules().build());

    /**
     * @param sources the folder with the sources of the records
     */
    ContractDocuments(Path sources) {
        javadoc = Javadoc.in(sources);
    }

    static List<Class<?>> contracts() {
        return TOPICS.values().stream().flatMap(ContractDocuments::records).toList();
    }

    private static Stream<Class<?>> records(Class<?> contract) {
        return Arrays.stream(contract.getPermittedSubclasses());
    }

    /** Every file by its path below the package's resources. */
    Map<String, String> all() {
        Map<String, String> files = new TreeMap<>();
        for (Class<?> contract : contracts()) {
            String name = ContractTable.typeOf(contract) + ".json";
            files.put("schemas/" + name, text(schema(contract)));
            files.put("samples/" + name, text(ContractSamples.of(contract)));
        }
        files.put("asyncapi.json", text(asyncApi()));
        return files;
    }

    private static String text(Object document) {
        return JSON.writeValueAsString(document).replace("\r\n", "\n") + "\n";
    }

    private static SchemaGeneratorConfigBuilder schemaRules() {
        SchemaGeneratorConfigBuilder rules =
                new SchemaGeneratorConfigBuilder(
                                JSON, SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                        .with(
                                Option.INLINE_ALL_SCHEMAS,
                                Option.ADDITIONAL_FIXED_TYPES,
                                Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES);
        rules.forTypesInGeneral()
                .withPropertySorter((one, other) -> 0)
                .withStringFormatResolver(
                        scope ->
                                scope.getType().getErasedType() == Instant.class
                                        ? "date-time"
                                        : scope.getType().getErasedType() == LocalDate.class
                                                ? "date"
                                                : null);
        rules.forFields()
                .withNullableCheck(
                        field ->
                                field.getRawMember()
                                        .getAnnotatedType()
                                        .isAnnotationPresent(Nullable.class))
                .withRequiredCheck(
                        field ->
                                !field.getRawMember()
                                        .getAnnotatedType()
                                        .isAnnotationPresent(Nullable.class));
        return rules;
    }

    /**
     * The value of one contract event. Fields that may be null need not be there; fields that are
     * not listed may come and are to be ignored.
     */
    ObjectNode schema(Class<?> contract) {
        ObjectNode generated = schemas.generateSchema(contract);
        ObjectNode schema = JSON.createObjectNode();
        schema.set("$schema", generated.get("$schema"));
        schema.put("$id", "urn:socius:schema:" + ContractTable.typeOf(contract));
        schema.put("title", contract.getSimpleName());
        schema.put("description", javadoc.of(contract));
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        properties.setAll((ObjectNode) generated.get("properties"));
        properties.putObject("occurredAt").put("type", "string").put("format", "date-time");
        properties.putObject("recordedAt").put("type", "string").put("format", "date-time");
        ArrayNode required = schema.putArray("required");
        if (generated.has("required")) {
            generated.get("required").forEach(required::add);
        }
        required.add("occurredAt").add("recordedAt");
        return schema;
    }

    /** Topics, keys, headers and messages as an AsyncAPI document that needs no other file. */
    ObjectNode asyncApi() {
        ObjectNode document = JSON.createObjectNode().put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Socius integration events")
                .put("version", "1.0.0")
                .put(
                        "description",
                        "Facts of the facility as CloudEvents 1.0 over Kafka in binary mode. The"
                                + " key of a record is the id of its aggregate; ce_sequence counts the"
                                + " events of an aggregate on its topic from 1 without holes. Delivery"
                                + " is at least once and in order per key. No personal data.")
                .putObject("license")
                .put("name", "Apache-2.0")
                .put("url", "https://www.apache.org/licenses/LICENSE-2.0.txt");
        document.put("defaultContentType", "application/json");
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        ObjectNode components = document.putObject("components");
        ObjectNode messages = components.putObject("messages");
        components.putObject("schemas").set("CloudEventHeaders", headers());
        TOPICS.forEach(
                (topic, contract) -> {
                    String name = topic.split("\\.")[1];
                    channels.set(name, channel(topic, contract));
                    operations
                            .putObject("publish-" + name)
                            .put("action", "send")
                            .put("summary", javadoc.of(contract))
                            .putObject("channel")
                            .put("$ref", "#/channels/" + name);
                    records(contract)
                            .forEach(r -> messages.set(r.getSimpleName(), message(name, r)));
                });
        return document;
    }

    private ObjectNode channel(String topic, Class<?> contract) {
        ObjectNode channel = JSON.createObjectNode().put("address", topic);
        channel.put("description", javadoc.of(contract));
        ObjectNode messages = channel.putObject("messages");
        records(contract)
                .forEach(
                        r ->
                                messages.putObject(r.getSimpleName())
                                        .put("$ref", "#/components/messages/" + r.getSimpleName()));
        channel.putObject("bindings")
                .putObject("kafka")
                .put("bindingVersion", "0.5.0")
                .put("topic", topic)
                .put("partitions", 12)
                .set(
                        "topicConfiguration",
                        JSON.createObjectNode()
                                .put("retention.ms", -1)
                                .put("retention.bytes", -1)
                                .set("cleanup.policy", JSON.createArrayNode().add("delete")));
        return channel;
    }

    private ObjectNode message(String channel, Class<?> contract) {
        String type = ContractTable.typeOf(contract);
        ObjectNode message = JSON.createObjectNode();
        message.put("name", type)
                .put("title", contract.getSimpleName())
                .put("summary", javadoc.of(contract))
                .put("contentType", "application/json");
        ArrayNode headers = message.putObject("headers").putArray("allOf");
        headers.addObject().put("$ref", "#/components/schemas/CloudEventHeaders");
        ObjectNode exact = headers.addObject().put("type", "object").putObject("properties");
        exact.putObject("ce_type").put("const", type);
        exact.putObject("ce_source").put("const", "/" + channel + "-service");
        message.putObject("payload")
                .put("schemaFormat", "application/schema+json;version=draft-2020-12")
                .set("schema", schema(contract));
        message.putObject("bindings")
                .putObject("kafka")
                .put("bindingVersion", "0.5.0")
                .putObject("key")
                .put("type", "string")
                .put("description", "Id of the aggregate, the same as ce_subject");
        message.putArray("examples").addObject().putPOJO("payload", ContractSamples.of(contract));
        return message;
    }

    private static ObjectNode headers() {
        ObjectNode headers = JSON.createObjectNode().put("type", "object");
        ObjectNode properties = headers.putObject("properties");
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("ce_specversion", "Version of CloudEvents");
        texts.put("ce_id", "Unique id of the event; a redelivery has the same");
        texts.put("ce_type", "Name of the message");
        texts.put("ce_source", "The service that recorded the fact");
        texts.put("ce_subject", "Id of the aggregate, the same as the record's key");
        texts.put("ce_time", "When it happened by the business clock, the value's occurredAt");
        texts.put("ce_sequence", "Place among the aggregate's contract events, from 1, no holes");
        texts.put("ce_aggregateversion", "Version of the aggregate as its ETag shows it");
        texts.put("ce_correlationid", "The command or fact that everything of one cause shares");
        texts.put("ce_causationid", "The message that this event answers directly");
        texts.put("ce_late", "There, and true, if the fact was entered after it happened");
        texts.put("content-type", "Format of the value");
        texts.forEach(
                (name, text) ->
                        properties.putObject(name).put("type", "string").put("description", text));
        ((ObjectNode) properties.get("ce_specversion")).put("const", "1.0");
        ((ObjectNode) properties.get("ce_time")).put("format", "date-time");
        ((ObjectNode) properties.get("ce_sequence")).put("pattern", "^[0-9]{10}$");
        ((ObjectNode) properties.get("ce_aggregateversion")).put("pattern", "^[0-9]+$");
        ((ObjectNode) properties.get("ce_late")).put("const", "true");
        ((ObjectNode) properties.get("content-type")).put("const", "application/json");
        ArrayNode required = headers.putArray("required");
        texts.keySet().stream().filter(name -> !name.equals("ce_late")).forEach(required::add);
        return headers;
    }
}
