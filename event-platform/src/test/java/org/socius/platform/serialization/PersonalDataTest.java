package org.socius.platform.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.serialization.Revision;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.socius.platform.privacy.OfRecord;
import org.socius.platform.privacy.PersonalDataCodec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayNameGeneration(ReplaceUnderscores.class)
class PersonalDataTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Sealing codec = new Sealing();
    private final EventSerializer serializer =
            EventSerializer.of(EventTypes.of(GuestEvent.class), codec);

    sealed interface GuestEvent {
        @Revision("1")
        record GuestArrived(
                String id,
                @PersonalData String name,
                @PersonalData @Nullable String nickname,
                @PersonalData List<String> languages,
                @PersonalData Map<String, String> greeting,
                @PersonalData Address address,
                @PersonalData @Nullable Integer membership,
                @PersonalData LocalDate born,
                Luggage luggage,
                List<Luggage> more,
                int nights)
                implements GuestEvent {}

        @Revision("1")
        record GuestMoved(@PersonalData Home home) implements GuestEvent {}

        @Revision("1")
        record GuestOfParty(String host, String party, @PersonalData String name)
                implements GuestEvent, OfRecord {
            @Override
            public String recordId() {
                return party;
            }
        }

        @Revision("1")
        record GuestSpoke(@PersonalData String words) implements GuestEvent {}
    }

    record Address(String street, @Nullable String city) {}

    record Home(String street, int floor) {}

    record Luggage(int pieces, @PersonalData @Nullable String label) {}

    /** Turns the JSON of a field into a text that shows nothing of it, and back. */
    static final class Sealing implements PersonalDataCodec {
        final List<String> sealed = new ArrayList<>();
        final Set<String> records = new HashSet<>();
        final List<String> opened = new ArrayList<>();

        @Override
        public String protect(String record, String field, String json) {
            records.add(record);
            sealed.add(json);
            StringBuilder turned = new StringBuilder("sealed:");
            json.chars().forEach(c -> turned.append("%04x".formatted(c)));
            return JSON.writeValueAsString(turned.toString());
        }

        @Override
        public String open(String field, String stored) {
            String turned = JSON.readValue(stored, String.class).substring("sealed:".length());
            StringBuilder json = new StringBuilder();
            for (int i = 0; i < turned.length(); i += 4) {
                json.append((char) Integer.parseInt(turned.substring(i, i + 4), 16));
            }
            opened.add(json.toString());
            return json.toString();
        }
    }

    private static GuestEvent.GuestArrived arrived() {
        return new GuestEvent.GuestArrived(
                "guest-1",
                "Ana Example",
                null,
                List.of("es", "quechua"),
                Map.of("en", "Welcome, \"Ana\""),
                new Address("Long Lane 7", null),
                9_876_541,
                LocalDate.of(1985, 2, 28),
                new Luggage(2, "Ana's case"),
                List.of(new Luggage(1, "Ana's bag"), new Luggage(3, null)),
                4);
    }

    private String stored(Object event) {
        SerializedObject<String> stored = serializer.serialize(event, String.class);
        return stored.getData();
    }

    private <T> T read(T event) {
        SerializedObject<String> stored = serializer.serialize(event, String.class);
        return serializer.deserialize(
                new SimpleSerializedObject<>(stored.getData(), String.class, stored.getType()));
    }

    @Test
    void every_marked_field_is_stored_sealed() {
        String text = stored(arrived());
        JsonNode json = JSON.readTree(text);
        for (String field :
                List.of("name", "languages", "greeting", "address", "membership", "born")) {
            assertThat(json.get(field).asString("")).as(field).startsWith("sealed:");
        }
        assertThat(json.get("luggage").get("label").asString("")).startsWith("sealed:");
        assertThat(json.get("more").get(0).get("label").asString("")).startsWith("sealed:");
        assertThat(text)
                .doesNotContain("Ana", "quechua", "Welcome", "Long Lane", "9876541", "1985")
                .contains("guest-1");
        assertThat(json.get("nights").intValue()).isEqualTo(4);
        assertThat(json.get("luggage").get("pieces").intValue()).isEqualTo(2);
    }

    @Test
    void every_field_belongs_to_the_record_of_its_event_however_deep_it_lies() {
        stored(arrived());
        assertThat(codec.records).containsExactly("guest-1");
    }

    @Test
    void what_an_event_says_about_another_record_belongs_to_that_one() {
        GuestEvent.GuestOfParty guest = new GuestEvent.GuestOfParty("host-1", "party-1", "Ana");
        assertThat(read(guest)).isEqualTo(guest);
        assertThat(codec.records).containsExactly("party-1");
    }

    @Test
    void every_marked_field_comes_back_as_it_was() {
        assertThat(read(arrived())).isEqualTo(arrived());
        assertThat(codec.opened).hasSize(8).containsExactlyInAnyOrderElementsOf(codec.sealed);
    }

    @Test
    void a_protected_record_may_have_grown_since_it_was_stored() {
        String before =
                codec.protect(
                        "guest-1", "home", "{\"street\":\"Long Lane 7\",\"planet\":\"Earth\"}");
        GuestEvent.GuestMoved moved =
                serializer.deserialize(
                        new SimpleSerializedObject<>(
                                "{\"home\":" + before + "}", String.class, "guest.moved", "1"));
        assertThat(moved.home()).isEqualTo(new Home("Long Lane 7", 0));
    }

    @Test
    void an_absent_value_has_nothing_to_protect() {
        assertThat(stored(arrived())).doesNotContain("nickname");
        assertThat(read(arrived()).nickname()).isNull();
        assertThat(codec.sealed).doesNotContain("null");
    }

    @Test
    void a_null_that_was_stored_is_read_as_null_without_the_codec() {
        GuestEvent.GuestSpoke spoke =
                serializer.deserialize(
                        new SimpleSerializedObject<>(
                                "{\"words\":null}", String.class, "guest.spoke", "1"));
        assertThat(spoke.words()).isNull();
        assertThat(codec.opened).isEmpty();
    }

    static List<String> words() {
        return List.of("", " ", "null", "é", "☃", "🐟", "\"", "\\", "{\"a\":1}", "x".repeat(9_000));
    }

    @ParameterizedTest
    @MethodSource("words")
    void any_text_survives(String words) {
        assertThat(read(new GuestEvent.GuestSpoke(words)).words()).isEqualTo(words);
    }
}
