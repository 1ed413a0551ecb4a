package org.socius.platform.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.SimpleEventBus;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.EventStreamUtils;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.modelling.command.inspection.AggregateModel;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.upcasting.event.NoOpEventUpcaster;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.socius.platform.privacy.PersonalDataCodec;
import org.socius.platform.serialization.EventSerializer;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.serialization.StateSerializer;
import org.socius.platform.settings.SettingList;
import org.socius.platform.settings.SettingList.SettingsChanged;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Streams of a service as a store holds them, and what they fold to. They are never changed: what
 * was stored once must be read for ever. A service's test extends this class and lays beside itself
 * {@code golden-history.jsonl}, one stored event a line, whole streams only, and {@code
 * golden-states.json}.
 *
 * <p>A state may gain fields; {@code -Dsocius.golden.write=true} writes the states anew. An
 * aggregate with snapshots needs a new {@code @Revision} when its fields change.
 */
public abstract class GoldenHistory {

    private static final String HISTORY = "golden-history.jsonl";
    private static final String STATES = "golden-states.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final EventTypes types;
    private final Serializer events;
    private final Serializer states = StateSerializer.create();
    private final Map<String, Class<?>> aggregates = new TreeMap<>();
    private final Map<String, List<JsonNode>> streams = new LinkedHashMap<>();

    /** The history beside the class that extends this one. */
    protected GoldenHistory(EventTypes types) {
        this.types = types;
        events = EventSerializer.of(types, PersonalDataCodec.PLAIN);
        var scan = new ClassPathScanningCandidateComponentProvider(false);
        scan.addIncludeFilter(new AnnotationTypeFilter(Aggregate.class));
        List<String> packages = new ArrayList<>(List.of(getClass().getPackageName()));
        if (types.classes().contains(SettingsChanged.class)) {
            packages.add(SettingList.class.getPackageName());
        }
        for (String from : packages) {
            for (BeanDefinition found : scan.findCandidateComponents(from)) {
                Class<?> type =
                        ClassUtils.resolveClassName(
                                String.valueOf(found.getBeanClassName()),
                                getClass().getClassLoader());
                aggregates.put(type.getSimpleName(), type);
            }
        }
        read(HISTORY)
                .lines()
                .map(JSON::readTree)
                .forEach(
                        line ->
                                streams.computeIfAbsent(
                                                line.path("aggregateType").asString()
                                                        + "/"
                                                        + line.path("aggregateId").asString(),
                                                key -> new ArrayList<>())
                                        .add(line));
    }

    @Test
    void every_aggregate_of_the_service_has_a_history() {
        assertThat(streams.keySet().stream().map(GoldenHistory::typeOf).distinct())
                .containsExactlyInAnyOrderElementsOf(aggregates.keySet());
    }

    @Test
    void every_stored_event_is_read_without_losing_anything() {
        List<String> lost = new ArrayList<>();
        streams.values().stream()
                .flatMap(List::stream)
                .forEach(
                        line -> {
                            Object event = events.deserialize(stored(line));
                            JsonNode again =
                                    JSON.readTree(events.serialize(event, String.class).getData());
                            missing(today(line), again, line.path("type").asString(), lost);
                        });
        assertThat(lost).isEmpty();
    }

    @Test
    void every_stream_folds_to_the_state_that_was_recorded() {
        if (Boolean.getBoolean("socius.golden.write")) {
            write();
        }
        JsonNode recorded = JSON.readTree(read(STATES));
        assertThat(recorded.propertyNames()).containsExactlyElementsOf(streams.keySet());
        List<String> differences = new ArrayList<>();
        streams.forEach(
                (key, lines) ->
                        missing(recorded.path(key).path("state"), fold(key), key, differences));
        assertThat(differences).isEmpty();
    }

    @Test
    void a_kept_state_goes_on_as_the_events_would_and_has_a_new_revision_when_its_shape_changes() {
        JsonNode recorded = JSON.readTree(read(STATES));
        streams.forEach(
                (key, lines) -> {
                    Class<?> type = aggregates.get(typeOf(key));
                    if (!hasSnapshots(type)) {
                        return;
                    }
                    assertThat(type.getAnnotation(Revision.class))
                            .as("the revision of " + type)
                            .isNotNull();
                    for (int kept = 1; kept <= lines.size(); kept++) {
                        Object half = folded(fresh(type), type, lines.subList(0, kept));
                        Object back = states.deserialize(states.serialize(half, String.class));
                        Object whole = folded(back, type, lines.subList(kept, lines.size()));
                        assertThat(differences(json(whole), fold(key)))
                                .as(key + " kept after " + kept)
                                .isEmpty();
                    }
                    if (recorded.path(key).path("revision").asString().equals(revision(type))) {
                        assertThat(differences(recorded.path(key).path("state"), fold(key)))
                                .as("%s has changed: raise its @Revision, write states anew", type)
                                .isEmpty();
                    }
                });
    }

    private static List<String> differences(JsonNode one, JsonNode other) {
        List<String> differences = new ArrayList<>();
        missing(one, other, "", differences);
        missing(other, one, "", differences);
        return differences;
    }

    /** What is in the first and not in the second; nothing and null are the same. */
    private static void missing(
            JsonNode wanted, JsonNode found, String path, List<String> missing) {
        if (wanted.isNull() || wanted.isMissingNode()) {
            return;
        }
        if (wanted.isObject()) {
            wanted.properties()
                    .forEach(
                            field ->
                                    missing(
                                            field.getValue(),
                                            found.path(field.getKey()),
                                            path + "/" + field.getKey(),
                                            missing));
        } else if (!(wanted.isArray() && found.isArray() && sameElements(wanted, found))
                && !wanted.equals(found)) {
            missing.add("%s was %s and is %s".formatted(path, wanted, found));
        }
    }

    /** In any order, because sets have none. */
    private static boolean sameElements(JsonNode wanted, JsonNode found) {
        if (wanted.size() != found.size()) {
            return false;
        }
        List<JsonNode> left = new ArrayList<>();
        found.forEach(left::add);
        for (JsonNode element : wanted) {
            JsonNode match =
                    left.stream()
                            .filter(
                                    one -> {
                                        List<String> lost = new ArrayList<>();
                                        missing(element, one, "", lost);
                                        return lost.isEmpty();
                                    })
                            .findFirst()
                            .orElse(null);
            if (match == null) {
                return false;
            }
            left.remove(match);
        }
        return true;
    }

    private static String typeOf(String key) {
        return key.substring(0, key.indexOf('/'));
    }

    private static boolean hasSnapshots(Class<?> type) {
        return !type.getAnnotation(Aggregate.class).snapshotTriggerDefinition().isEmpty();
    }

    private static @Nullable String revision(Class<?> type) {
        Revision revision = type.getAnnotation(Revision.class);
        return revision == null ? null : revision.value();
    }

    private JsonNode today(JsonNode line) {
        return types.today(
                        new SimpleSerializedObject<>(
                                line.path("data").deepCopy(),
                                JsonNode.class,
                                line.path("type").asString(),
                                line.path("revision").asString(null)))
                .getData();
    }

    private static SerializedObject<String> stored(JsonNode line) {
        return new SimpleSerializedObject<>(
                line.path("data").toString(),
                String.class,
                line.path("type").asString(),
                line.path("revision").asString(null));
    }

    private JsonNode fold(String key) {
        Class<?> type = aggregates.get(typeOf(key));
        return json(folded(fresh(type), type, streams.get(key)));
    }

    private JsonNode json(Object state) {
        return JSON.readTree(states.serialize(state, String.class).getData());
    }

    private static Object fresh(Class<?> type) {
        try {
            Constructor<?> empty = type.getDeclaredConstructor();
            empty.setAccessible(true);
            return empty.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private Object folded(Object root, Class<?> type, List<JsonNode> lines) {
        if (lines.isEmpty()) {
            return root;
        }
        AggregateModel<Object> model =
                AnnotatedAggregateMetaModelFactory.inspectAggregate((Class<Object>) type);
        EventSourcedAggregate<Object> aggregate =
                EventSourcedAggregate.initialize(
                        root,
                        model,
                        SimpleEventBus.builder().build(),
                        NoSnapshotTriggerDefinition.TRIGGER);
        Stream<DomainEventData<?>> stored = lines.stream().map(GoldenHistory::entry);
        aggregate.initializeState(
                EventStreamUtils.upcastAndDeserializeDomainEvents(
                        stored, events, NoOpEventUpcaster.INSTANCE));
        return aggregate.invoke(state -> state);
    }

    private static DomainEventData<?> entry(JsonNode line) {
        return new GenericDomainEventEntry<>(
                line.path("aggregateType").asString(),
                line.path("aggregateId").asString(),
                line.path("sequence").asLong(),
                line.path("aggregateId").asString() + "/" + line.path("sequence").asLong(),
                line.path("timestamp").asString(),
                line.path("type").asString(),
                line.path("revision").asString(null),
                line.path("data").toString(),
                line.path("metadata").toString());
    }

    private String read(String name) {
        try (InputStream file = getClass().getResourceAsStream(name)) {
            assertThat(file).as(name).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write() {
        ObjectNode all = JSON.createObjectNode();
        streams.keySet()
                .forEach(
                        key -> {
                            ObjectNode one = all.putObject(key);
                            one.put("revision", revision(aggregates.get(typeOf(key))));
                            one.set("state", fold(key));
                        });
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
        String folder = getClass().getPackageName().replace('.', '/');
        try {
            Files.writeString(Path.of("src/test/resources", folder, STATES), text);
            Files.writeString(Path.of("target/test-classes", folder, STATES), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
