package org.socius.reporting.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.socius.reporting.Examples.approved;
import static org.socius.reporting.Examples.completed;
import static org.socius.reporting.Examples.days;
import static org.socius.reporting.Examples.institution;
import static org.socius.reporting.Examples.mobilised;
import static org.socius.reporting.Examples.submitted;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.Topics;
import org.socius.platform.intake.Received;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.reporting.Told;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.MobilisationFacts;
import org.socius.reporting.facts.RequestFacts;
import org.socius.reporting.facts.Situation;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FactLogTest {

    private static final Bounds EVERYTHING = new Bounds(null, null);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static MongoClient mongo;

    private MongoDatabase database;

    @BeforeAll
    static void connect() {
        mongo = MongoClients.create(EmbeddedParts.mongoUri("facts"));
    }

    @AfterAll
    static void disconnect() {
        mongo.close();
    }

    @BeforeEach
    void fresh() {
        database = mongo.getDatabase("facts" + DATABASES.incrementAndGet());
    }

    private static Told story() {
        return new Told()
                .on("2026-03-02")
                .tell("i1", institution("i1", "Institute", "CO"))
                .tell("r1", submitted("r1", "i1", "CO", "TA-POL", "SI-COV"))
                .tell("a1", approved("a1", "i1", List.of("CO"), "TA-POL", "SI-COV"))
                .on("2026-03-16")
                .tell("a1", completed("a1", 1, "2026-03-16"))
                .tell(
                        "m1",
                        mobilised("m1", "e1", "a1", "IT"),
                        days("m1", "e1", "a1", "IT", 4, "2026-03-13"))
                .tell("m2", mobilised("m2", "e2", "a1", "ES"));
    }

    @Test
    void what_was_taken_is_there_after_a_restart() {
        FactLog first = new FactLog(database);
        first.take(story().facts());
        FactLog second = new FactLog(database);
        assertThat(model(second.known())).isEqualTo(model(first.known()));
        assertThat(second.contained())
                .isEqualTo(Map.of(Topics.REQUEST, 2L, Topics.ACTION, 2L, Topics.EXPERT, 3L));
        assertThat(second.marks(Topics.ACTION, List.of("a1", "unknown")))
                .isEqualTo(Map.of("a1", 2L));
    }

    @Test
    void an_event_of_every_contract_is_stored_and_read_as_it_was_told() throws Exception {
        Told told = new Told();
        int number = 0;
        for (Class<?> contract : FactLog.contracts()) {
            told.tell("source-" + number++, FoldsTest.sample(contract));
        }
        FactLog first = new FactLog(database);
        first.take(told.facts());
        FactLog second = new FactLog(database);
        for (Received received : told.facts()) {
            for (FactLog log : List.of(first, second)) {
                assertThat(
                                log.known()
                                        .chronicle(
                                                received.fact().topic(),
                                                received.fact().aggregateId())
                                        .orElseThrow()
                                        .moments())
                        .singleElement()
                        .extracting(Moment::event)
                        .isEqualTo(received.event());
            }
        }
        assertThat(model(second.known())).isEqualTo(model(first.known()));
    }

    @Test
    void the_order_between_topics_and_the_size_of_batches_make_no_difference() {
        String expected = null;
        for (int seed = 0; seed < 10; seed++) {
            FactLog log = new FactLog(mongo.getDatabase("facts" + DATABASES.incrementAndGet()));
            shuffled(seed).forEach(log::take);
            String model = model(log.known());
            expected = expected == null ? model : expected;
            assertThat(model).as("seed " + seed).isEqualTo(expected);
        }
    }

    @Test
    void completed_before_approved_is_a_legal_state_on_the_way() {
        FactLog log = new FactLog(database);
        List<Received> experts =
                story().facts().stream()
                        .filter(one -> one.fact().topic().equals(Topics.EXPERT))
                        .toList();
        log.take(experts);
        Situation situation = log.known().situation(EVERYTHING);
        assertThat(situation.actions()).isEmpty();
        assertThat(situation.mobilisations()).hasSize(2);
        assertThat(situation.expertCountries("a1")).containsExactly("ES", "IT");
    }

    @Test
    void an_instance_that_was_overtaken_reads_what_the_other_stored() {
        FactLog fast = new FactLog(database);
        FactLog slow = new FactLog(database);
        List<Received> facts = story().facts();
        fast.take(facts);
        for (Received one : facts) {
            if (one.fact().sequence()
                    > slow.marks(one.fact().topic(), List.of(one.fact().aggregateId()))
                            .getOrDefault(one.fact().aggregateId(), 0L)) {
                slow.take(List.of(one));
            }
        }
        assertThat(model(slow.known())).isEqualTo(model(fast.known()));
        assertThat(model(new FactLog(database).known())).isEqualTo(model(fast.known()));
    }

    @Test
    void an_instance_that_is_ahead_in_part_adds_the_rest() {
        Told told = story();
        FactLog fast = new FactLog(database);
        FactLog slow = new FactLog(database);
        fast.take(told.facts().subList(0, 3));
        slow.take(told.facts());
        assertThat(slow.contained().get(Topics.ACTION)).isEqualTo(2);
        fast.take(told.facts().subList(3, told.facts().size()));
        assertThat(model(fast.known())).isEqualTo(model(slow.known()));
        assertThat(model(new FactLog(database).known())).isEqualTo(model(slow.known()));
    }

    @Test
    void a_day_ends_at_midnight_in_Brussels() {
        FactLog log = new FactLog(database);
        Told told =
                new Told()
                        .on("2026-07-10")
                        .tell("r1", submitted("r1", "i1", "CO", "TA-POL", "SI-COV"));
        log.take(told.facts());
        assertThat(requests(log, "2026-07-10")).hasSize(1);
        assertThat(requests(log, "2026-07-09")).isEmpty();
        Bounds lastMoment = new Bounds(Instant.parse("2026-07-10T10:00:00Z"), null);
        assertThat(log.known().situation(lastMoment).requests()).isEmpty();
        assertThat(Bounds.of(LocalDate.parse("2026-07-10"), null).before())
                .isEqualTo(Instant.parse("2026-07-10T22:00:00Z"));
    }

    @Test
    void what_is_known_at_an_instant_includes_that_instant() {
        FactLog log = new FactLog(database);
        log.take(
                new Told()
                        .late("2026-03-20", "2026-05-04T09:00:00Z")
                        .tell("r1", submitted("r1", "i1", "CO", "TA-POL", "SI-COV"))
                        .facts());
        assertThat(known(log, "2026-05-04T09:00:00Z")).hasSize(1);
        assertThat(known(log, "2026-05-04T08:59:59Z")).isEmpty();
    }

    @Test
    void a_state_that_was_handed_out_does_not_change() {
        FactLog log = new FactLog(database);
        Told told = story();
        log.take(told.facts().subList(0, 2));
        Known before = log.known();
        log.take(told.facts().subList(2, told.facts().size()));
        assertThat(before.situation(EVERYTHING).actions()).isEmpty();
        assertThat(before.contained().get(Topics.ACTION)).isZero();
        assertThat(log.known().situation(EVERYTHING).actions()).hasSize(1);
    }

    @Test
    void of_a_batch_of_which_one_document_cannot_be_written_nothing_is_known_until_all_is() {
        FactLog log = new FactLog(database);
        MongoCollection<Document> chronicles = database.getCollection("chronicles");
        String stubborn = Topics.ACTION + "|a1";
        chronicles.insertOne(new Document("_id", stubborn).append("events", "not a list"));
        List<Received> facts = story().facts();

        assertThatThrownBy(() -> log.take(facts)).isInstanceOf(MongoBulkWriteException.class);
        assertThat(chronicles.countDocuments(Filters.exists("mark")))
                .as("documents written before the batch failed")
                .isPositive();
        assertThat(log.contained().values()).containsOnly(0L);
        assertThat(log.marks(Topics.REQUEST, List.of("i1", "r1"))).isEmpty();

        chronicles.deleteOne(Filters.eq("_id", stubborn));
        log.take(facts);
        FactLog whole = new FactLog(mongo.getDatabase("facts" + DATABASES.incrementAndGet()));
        whole.take(facts);
        assertThat(model(log.known())).isEqualTo(model(whole.known()));
        assertThat(model(new FactLog(database).known())).isEqualTo(model(whole.known()));
    }

    @Test
    void a_fact_that_cannot_be_stored_is_not_known_either() {
        MongoClient closed = MongoClients.create(EmbeddedParts.mongoUri("closed"));
        FactLog broken = new FactLog(closed.getDatabase("closed"));
        closed.close();
        assertThatThrownBy(() -> broken.take(story().facts())).isInstanceOf(RuntimeException.class);
        assertThat(broken.contained().values()).containsOnly(0L);
    }

    private static List<RequestFacts> requests(FactLog log, String asOf) {
        return log.known().situation(Bounds.of(LocalDate.parse(asOf), null)).requests();
    }

    private static List<RequestFacts> known(FactLog log, String knownAt) {
        return log.known().situation(new Bounds(null, Instant.parse(knownAt))).requests();
    }

    /** Batches of random size in a random order that keeps only the order of each aggregate. */
    private static List<List<Received>> shuffled(int seed) {
        Random random = new Random(seed);
        Map<String, List<Received>> queues = new LinkedHashMap<>();
        for (Received one : story().facts()) {
            queues.computeIfAbsent(
                            one.fact().topic() + one.fact().aggregateId(), k -> new ArrayList<>())
                    .add(one);
        }
        List<Received> order = new ArrayList<>();
        Map<String, Integer> next = new HashMap<>();
        List<String> draws = new ArrayList<>();
        queues.forEach((key, queue) -> draws.addAll(Collections.nCopies(queue.size(), key)));
        Collections.shuffle(draws, random);
        for (String key : draws) {
            order.add(queues.get(key).get(next.merge(key, 1, Integer::sum) - 1));
        }
        List<List<Received>> batches = new ArrayList<>();
        for (int start = 0; start < order.size(); ) {
            int end = Math.min(order.size(), start + 1 + random.nextInt(3));
            batches.add(order.subList(start, end));
            start = end;
        }
        return batches;
    }

    private static String model(Known known) {
        Situation situation = known.situation(EVERYTHING);
        return situation.actions().stream().sorted(Comparator.comparing(ActionFacts::id)).toList()
                + "\n"
                + situation.requests().stream()
                        .sorted(Comparator.comparing(RequestFacts::id))
                        .toList()
                + "\n"
                + situation.mobilisations().stream()
                        .sorted(Comparator.comparing(MobilisationFacts::id))
                        .toList()
                + "\n"
                + new java.util.TreeMap<>(known.contained());
    }
}
