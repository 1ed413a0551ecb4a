package org.socius.platform.partners;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.testing.EmbeddedParts;

@DisplayNameGeneration(ReplaceUnderscores.class)
class MergedRecordsTest {

    private MongoClient client;
    private MergedRecords merged;

    @BeforeEach
    void open() {
        client = MongoClients.create(EmbeddedParts.mongo().uri());
        merged = new MergedRecords(client.getDatabase("merged-" + UUID.randomUUID()));
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void who_speaks_for_one_record_speaks_for_every_record_of_the_institution() {
        merged.merge("old", "older");
        merged.merge("older", "ministry");
        merged.merge("agency", "ministry");
        for (String one : Set.of("old", "older", "agency", "ministry")) {
            assertThat(merged.recordsOf(Set.of(one)))
                    .as(one)
                    .containsExactlyInAnyOrder("old", "older", "agency", "ministry");
            assertThat(merged.standingFor(one)).isEqualTo("ministry");
        }
    }

    @Test
    void others_stand_for_themselves() {
        merged.merge("old", "ministry");
        assertThat(merged.recordsOf(Set.of("board"))).containsExactly("board");
        assertThat(merged.recordsOf(Set.of("board", "old")))
                .containsExactlyInAnyOrder("board", "old", "ministry");
        assertThat(merged.standingFor("board")).isEqualTo("board");
        assertThat(merged.recordsOf(Set.of())).isEmpty();
    }

    @Test
    void told_twice_nothing_changes() {
        merged.merge("old", "ministry");
        merged.merge("old", "ministry");
        assertThat(merged.recordsOf(Set.of("ministry")))
                .containsExactlyInAnyOrder("old", "ministry");
    }
}
