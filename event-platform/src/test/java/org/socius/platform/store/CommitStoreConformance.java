package org.socius.platform.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.socius.platform.store.Examples.commit;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;

/** What the log relies on; every server that is to carry it must pass. */
@DisplayNameGeneration(ReplaceUnderscores.class)
abstract class CommitStoreConformance {

    private CommitStore store;

    /** A store over a database that is empty. */
    abstract CommitStore emptyStore();

    @BeforeEach
    void open() {
        store = emptyStore();
    }

    @Test
    void returns_a_commit_as_it_was_written() {
        var written = commit(1, "c1", "a|x|0000000000", "c|p|1");
        assertThat(store.insert(List.of(written))).isEqualTo(new CommitStore.Outcome.Stored());
        assertThat(store.at(List.of(1L)))
                .singleElement()
                .satisfies(
                        read -> {
                            assertThat(read.events()).isEqualTo(written.events());
                            assertThat(read.keys()).isEqualTo(written.keys());
                            assertThat(read.result()).isEqualTo("r");
                            assertThat(read.id()).isEqualTo("c1");
                        });
    }

    @Test
    void one_position_holds_one_commit() {
        store.insert(List.of(commit(1, "c1", "k1")));
        assertThat(store.insert(List.of(commit(1, "c2", "k2"))))
                .isInstanceOfSatisfying(
                        CommitStore.Outcome.Refused.class,
                        refused -> {
                            assertThat(refused.index()).isZero();
                            assertThat(refused.duplicate()).isTrue();
                        });
        assertThat(store.at(List.of(1L))).extracting(Commit::id).containsExactly("c1");
        assertThat(store.holding(List.of("k2"))).isEmpty();
    }

    @Test
    void one_key_belongs_to_one_commit_even_if_the_others_differ() {
        store.insert(List.of(commit(1, "c1", "k1", "k2")));
        assertThat(store.insert(List.of(commit(2, "c2", "k3", "k2"))))
                .isInstanceOf(CommitStore.Outcome.Refused.class);
        assertThat(store.at(List.of(2L))).isEmpty();
        assertThat(store.holding(List.of("k3"))).isEmpty();
        assertThat(store.insert(List.of(commit(2, "c3", "k3"))))
                .isEqualTo(new CommitStore.Outcome.Stored());
    }

    @Test
    void an_ordered_insert_stops_at_the_first_refusal_and_says_which() {
        store.insert(List.of(commit(9, "c9", "k3")));
        var outcome =
                store.insert(
                        List.of(
                                commit(1, "c1", "k1"),
                                commit(2, "c2", "k2"),
                                commit(3, "c3", "k3"),
                                commit(4, "c4", "k4")));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        CommitStore.Outcome.Refused.class,
                        refused -> assertThat(refused.index()).isEqualTo(2));
        assertThat(store.above(0, 10)).extracting(Commit::position).containsExactly(1L, 2L, 9L);
    }

    @Test
    void reads_above_a_position_in_order_and_no_more_than_asked() {
        for (long position : new long[] {5, 1, 3, 2, 300}) {
            store.insert(List.of(commit(position, "c" + position, "k" + position)));
        }
        assertThat(store.above(1, 3)).extracting(Commit::position).containsExactly(2L, 3L, 5L);
        assertThat(store.above(5, 3)).extracting(Commit::position).containsExactly(300L);
        assertThat(store.above(300, 3)).isEmpty();
    }

    @Test
    void a_commit_that_holds_several_of_the_keys_comes_once() {
        store.insert(List.of(commit(1, "c1", "k1", "k2", "k3"), commit(2, "c2", "k4")));
        assertThat(store.holding(List.of("k1", "k3", "k4", "k5")))
                .extracting(Commit::position)
                .containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void a_range_of_keys_finds_an_aggregate_and_not_its_neighbours() {
        store.insert(
                List.of(
                        commit(1, "c1", "a|x|0000000000", "a|x|0000000001"),
                        commit(2, "c2", "a|x2|0000000000", "a|w|0000000000"),
                        commit(3, "c3", "a|x|0000000002", "a|y|0000000000"),
                        commit(4, "c4", "a|a|0000000000", "a|z|0000000000")));
        assertThat(store.holdingBetween("a|x|0000000000", "a|x|0000000499"))
                .extracting(Commit::position)
                .containsExactlyInAnyOrder(1L, 3L);
        assertThat(store.holdingBetween("a|x|0000000001", "a|x|0000000001"))
                .extracting(Commit::position)
                .containsExactly(1L);
        assertThat(store.holdingBetween("a|x|0000000003", "a|x|0000000499")).isEmpty();
    }

    @Test
    void finds_the_head_of_a_dense_log_of_any_length() {
        assertThat(store.head(0)).isZero();
        for (int length : new int[] {1, 2, 3, 7, 64, 100}) {
            long from = store.head(0);
            store.insert(
                    LongStream.rangeClosed(from + 1, length)
                            .mapToObj(position -> commit(position, "c" + position, "k" + position))
                            .toList());
            assertThat(store.head(0)).isEqualTo(length);
            assertThat(store.head(length)).isEqualTo(length);
            assertThat(store.head(length / 2)).isEqualTo(length);
        }
    }

    @Test
    void a_tombstone_and_a_commit_compete_for_the_position() {
        store.insert(List.of(Commit.tombstone(1, "test", Examples.NOON)));
        assertThat(store.insert(List.of(commit(1, "c1", "k1"))))
                .isInstanceOf(CommitStore.Outcome.Refused.class);
        assertThat(store.at(List.of(1L))).singleElement().matches(Commit::isTombstone);
    }
}
