package org.socius.expert.persons;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.expert.persons.Accesses.Access;
import org.socius.platform.command.Actor;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Story;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;

@DisplayNameGeneration(ReplaceUnderscores.class)
class AccessesTest {

    private static final Actor OFFICER = Story.person("officer", "mobilisation-officer");

    private MongoClient client;
    private MongoDatabase database;

    @BeforeEach
    void open() {
        client = MongoClients.create(EmbeddedParts.mongo().uri());
        database = client.getDatabase("accesses-" + UUID.randomUUID());
    }

    @AfterEach
    void close() {
        client.close();
    }

    /** The notes as they are kept by a service that is started at that time. */
    @SuppressWarnings("NullAway") // notes by id need nothing of what the service knows besides
    private Accesses at(String now) {
        Clock clock = Clock.fixed(Instant.parse(now), ZoneOffset.UTC);
        return new Accesses(
                database,
                new RecordsOfPersons(database, null, null, null, null, null, null, clock),
                null,
                clock,
                Period.ofYears(2));
    }

    private long stored() {
        return database.getCollection("accesses").countDocuments();
    }

    @Test
    void a_note_is_shown_for_two_years_and_the_first_reading_afterwards_removes_it() {
        at("2026-11-22T09:00:00Z").note("profile", List.of("x1"), OFFICER);

        assertThat(at("2028-11-22T22:59:59Z").to("x1")).extracting(Access::by).contains("officer");
        assertThat(at("2028-11-22T23:00:00Z").to("x1")).isEmpty();
        at("2028-11-22T22:59:59Z").note("profile", List.of("x2"), OFFICER);
        assertThat(stored()).isEqualTo(2);
        at("2028-11-22T23:00:00Z").note("profile", List.of("x2"), OFFICER);
        assertThat(stored()).isEqualTo(2);
        assertThat(at("2028-11-22T23:00:00Z").to("x2")).hasSize(2);
    }

    @Test
    void notes_are_told_page_by_page_the_newest_first() {
        for (int day = 1; day <= 5; day++) {
            at("2026-11-0" + day + "T09:00:00Z")
                    .note("line of the roster", List.of("x0", "x1"), OFFICER);
        }
        at("2026-11-06T09:00:00Z").note("profile", List.of("x2"), OFFICER);

        Page<Access> second =
                at("2026-11-07T09:00:00Z")
                        .to("x1", new ListQuery(1, 2, null, true, Map.of(), "/accesses"));

        assertThat(second.totalItems()).isEqualTo(5);
        assertThat(second.totalPages()).isEqualTo(3);
        assertThat(second.items())
                .extracting(Access::at)
                .containsExactly(
                        Instant.parse("2026-11-03T09:00:00Z"),
                        Instant.parse("2026-11-02T09:00:00Z"));
        assertThat(second.items()).extracting(Access::record).containsOnly("x1");
    }

    @Test
    void who_sees_the_accounts_in_the_steps_is_noted_whatever_else_the_reader_sees() {
        Accesses accesses = at("2026-11-22T09:00:00Z");
        accesses.note(
                "steps of the mobilisation", List.of("x1"), Story.person("audrey", "auditor"));
        accesses.note("mobilisation", List.of("x1"), Story.person("audrey", "auditor"));
        accesses.note("steps of the mobilisation", List.of("x1"), Story.person("inps", "employer"));
        assertThat(accesses.to("x1"))
                .extracting(Access::what)
                .containsExactly("steps of the mobilisation");
    }
}
