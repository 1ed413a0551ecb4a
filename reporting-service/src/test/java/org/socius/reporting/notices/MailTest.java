package org.socius.reporting.notices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.platform.command.Actor;
import org.socius.platform.intake.Fact;
import org.socius.platform.privacy.RecordErased;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.privacy.SealedWithRecordKey;
import org.socius.platform.testing.EmbeddedParts;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.subethamail.smtp.server.SMTPServer;

/** What is mailed to whom, when, and how often. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class MailTest {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    /** A Tuesday, ten in the morning in Brussels. */
    private static final Instant TUESDAY = Instant.parse("2026-11-17T09:00:00Z");

    private static final String MASTER_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    private static MongoClient mongo;

    private final HandClock business = new HandClock(TUESDAY);
    private final HandClock machine = new HandClock(TUESDAY);
    private final List<MimeMessage> mails = new CopyOnWriteArrayList<>();
    private MongoDatabase database;
    private int port;
    private @Nullable SMTPServer server;
    private People people;
    private Outbox outbox;
    private Noticeboard board;
    private Post post;
    private Substitutions substitutions;
    private Groups groups;

    @BeforeAll
    static void connect() {
        mongo = MongoClients.create(EmbeddedParts.mongoUri("mail"));
    }

    @AfterAll
    static void disconnect() {
        mongo.close();
    }

    /** Stands until it is moved. */
    private static final class HandClock extends Clock {
        private Instant now;

        HandClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void open() throws IOException {
        database = mongo.getDatabase("mail" + DATABASES.incrementAndGet());
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        startServer();
        startService();
    }

    @AfterEach
    void close() {
        stopServer();
    }

    private void startServer() {
        server =
                SMTPServer.port(port)
                        .messageHandler(
                                (context, from, to, data) -> {
                                    try {
                                        mails.add(
                                                new MimeMessage(
                                                        null,
                                                        new java.io.ByteArrayInputStream(data)));
                                    } catch (jakarta.mail.MessagingException e) {
                                        throw new IllegalStateException(e);
                                    }
                                })
                        .build();
        server.start();
    }

    private void stopServer() {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    /** As after a start of the process: everything that is not in the database is gone. */
    private void startService() {
        RecordKeys keys =
                new RecordKeys(
                        mongo.getDatabase(database.getName() + "-keys"),
                        MASTER_KEY,
                        new SecureRandom());
        Sealed sealed = new Sealed(new SealedWithRecordKey(keys), keys);
        groups = new Groups(database);
        substitutions = new Substitutions(database, sealed);
        people =
                new People(database, groups, ids -> ids, substitutions, sealed, new SecureRandom());
        outbox = new Outbox(database, machine, true);
        board =
                new Noticeboard(
                        database,
                        people,
                        new News(database, Duration.ofDays(7)),
                        outbox,
                        business,
                        Duration.ofDays(400));
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(port);
        post =
                new Post(
                        board,
                        people,
                        outbox,
                        new Letters("https://socius.example"),
                        sender,
                        new Post.Settings("facility@socius.example", Duration.ofDays(7)),
                        business);
    }

    private static Actor somebody(String subject, String... roles) {
        return new Actor(subject, roles[0], Set.of(roles), Set.of(), null, null, true, null);
    }

    private People.Reader known(String subject, String... roles) {
        return people.seen(somebody(subject, roles), subject + "@mail.example", business.now);
    }

    private void prefer(String subject, Rhythm rhythm, Kind... muted) {
        people.prefer(
                subject,
                subject + "@mail.example",
                null,
                "en",
                rhythm,
                Set.of(muted),
                business.now);
    }

    private static Fact fact(String event, Instant occurredAt, Instant recordedAt) {
        return new Fact(
                "socius.request.v1",
                3,
                0,
                "org.socius.request.submitted.v1",
                event,
                "r1",
                1,
                1,
                occurredAt,
                recordedAt,
                false,
                "c",
                null);
    }

    private static Notice notice(String event, Kind kind, Audience audience, Instant at) {
        return new Notice(
                event + kind + audience.key(),
                event,
                kind,
                audience,
                "/api/v1/requests/r1",
                "R-2026-0042",
                null,
                at,
                null);
    }

    private void happens(String event, Kind kind, Audience audience) {
        happens(event, kind, audience, business.now, business.now);
    }

    private void happens(
            String event, Kind kind, Audience audience, Instant occurred, Instant recorded) {
        board.put(
                fact(event, occurred, recorded), List.of(notice(event, kind, audience, occurred)));
    }

    private void postGoesRound() {
        post.writeDigests();
        post.sendWaiting();
    }

    private List<String> receivers() throws Exception {
        List<String> receivers = new ArrayList<>();
        for (MimeMessage mail : mails) {
            receivers.add(mail.getAllRecipients()[0].toString());
        }
        return receivers.stream().sorted().toList();
    }

    private static final Audience COORDINATORS = Audience.role("coordinator");

    @Test
    void news_are_mailed_once_to_each_of_the_audience() throws Exception {
        known("clara", "coordinator");
        known("conrad", "coordinator", "approver");
        known("milena", "mobilisation-officer");
        happens("e1", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        happens("e1", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        postGoesRound();
        postGoesRound();
        assertThat(receivers()).containsExactly("clara@mail.example", "conrad@mail.example");
        MimeMessage mail = mails.getFirst();
        assertThat(mail.getSubject())
                .isEqualTo("[Socius] Request R-2026-0042: waits for screening");
        assertThat(mail.getHeader("List-Unsubscribe")[0])
                .matches("<https://socius.example/api/v1/notifications/unsubscribe/[\\w-]{24}>");
        assertThat(mail.getHeader("List-Unsubscribe-Post"))
                .containsExactly("List-Unsubscribe=One-Click");
        assertThat(mail.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(mail.getContentType()).startsWith("multipart/");
    }

    @Test
    void two_audiences_of_one_event_make_one_mail_to_who_is_in_both() throws Exception {
        known("conrad", "coordinator", "approver");
        board.put(
                fact("e1", business.now, business.now),
                List.of(
                        notice("e1", Kind.APPROVAL_ASKED, COORDINATORS, business.now),
                        notice("e1", Kind.ACTION_OPENED, Audience.role("approver"), business.now)));
        postGoesRound();
        assertThat(mails).hasSize(1);
    }

    @Test
    void who_was_not_here_for_half_a_year_gets_no_mail() throws Exception {
        known("clara", "coordinator");
        business.now = Instant.parse("2027-05-17T09:00:00Z");
        happens("on the last day", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        postGoesRound();
        assertThat(mails).hasSize(1);
        business.now = Instant.parse("2027-05-18T09:00:00Z");
        happens("a day later", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        postGoesRound();
        assertThat(mails).hasSize(1);
    }

    @Test
    void a_replay_of_everything_mails_nothing() throws Exception {
        known("clara", "coordinator");
        Instant before = business.now;
        happens("e1", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        business.now = before.plus(Duration.ofHours(1));
        happens("e2", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        postGoesRound();
        assertThat(mails).hasSize(2);
        database.getCollection("notices").drop();
        database.getCollection("notice_mails").drop();
        startService();
        happens("e1", Kind.REQUEST_TO_SCREEN, COORDINATORS, before, before);
        postGoesRound();
        assertThat(mails).hasSize(2);
        assertThat(board.counts(known("clara", "coordinator")).total()).isEqualTo(1);
        happens("e3", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        postGoesRound();
        assertThat(mails).hasSize(3);
    }

    @Test
    void history_and_entries_long_after_the_fact_mail_nothing() throws Exception {
        known("clara", "coordinator");
        Duration limit = Duration.ofDays(7);
        Instant tooOld = business.now.minus(limit).minusMillis(1);
        happens("recorded long ago", Kind.REQUEST_TO_SCREEN, COORDINATORS, tooOld, tooOld);
        happens("entered late", Kind.REQUEST_TO_SCREEN, COORDINATORS, tooOld, business.now);
        postGoesRound();
        assertThat(mails).isEmpty();
        Instant justYoung = business.now.minus(limit);
        happens("young", Kind.REQUEST_TO_SCREEN, COORDINATORS, justYoung, business.now);
        postGoesRound();
        assertThat(mails).hasSize(1);
        assertThat(board.counts(known("clara", "coordinator")).unread()).isEqualTo(3);
    }

    @Test
    void opting_out_ends_mail_and_keeps_the_list() throws Exception {
        known("clara", "coordinator");
        known("conrad", "coordinator");
        people.unsubscribe(people.recipient("clara").orElseThrow().unsubscribe());
        prefer("conrad", Rhythm.IMMEDIATE, Kind.REQUEST_TO_SCREEN);
        happens("e1", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        postGoesRound();
        assertThat(mails).isEmpty();
        happens("e2", Kind.REQUEST_WITHDRAWN, COORDINATORS);
        postGoesRound();
        assertThat(receivers()).containsExactly("conrad@mail.example");
        assertThat(board.counts(known("clara", "coordinator")).unread()).isEqualTo(2);
        assertThat(people.preferences("clara").digest()).isEqualTo(Rhythm.NONE);
    }

    @Test
    void opting_out_stops_what_already_waits() throws Exception {
        known("clara", "coordinator");
        happens("e1", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        people.unsubscribe(people.recipient("clara").orElseThrow().unsubscribe());
        postGoesRound();
        assertThat(mails).isEmpty();
        assertThat(outbox.state("clara|e1")).isEqualTo(Outbox.State.DROPPED);
    }

    @Test
    void a_daily_digest_comes_at_seven_in_brussels_once_and_holds_what_is_unread()
            throws Exception {
        People.Reader clara = known("clara", "coordinator");
        prefer("clara", Rhythm.DAILY, Kind.REQUEST_WITHDRAWN);
        business.now = TUESDAY.plusSeconds(60);
        happens("e1", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        happens("e2", Kind.REQUEST_RESUBMITTED, COORDINATORS);
        happens("e3", Kind.REQUEST_RESUMED, COORDINATORS);
        happens("e4", Kind.REQUEST_WITHDRAWN, COORDINATORS);
        board.mark(clara, "e3" + Kind.REQUEST_RESUMED + COORDINATORS.key(), true);
        business.now = Instant.parse("2026-11-18T05:59:59.999Z");
        postGoesRound();
        assertThat(mails).isEmpty();
        business.now = Instant.parse("2026-11-18T06:00:00Z");
        postGoesRound();
        startService();
        postGoesRound();
        assertThat(mails).hasSize(1);
        assertThat(mails.getFirst().getSubject()).isEqualTo("[Socius] 2 notices");
        business.now = Instant.parse("2026-11-19T06:00:00Z");
        postGoesRound();
        assertThat(mails).as("nothing new").hasSize(1);
        happens("e5", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        business.now = Instant.parse("2026-11-23T06:00:00Z");
        postGoesRound();
        assertThat(mails).as("one for four days").hasSize(2);
    }

    @Test
    void a_digest_that_was_written_before_the_process_ended_is_not_written_again()
            throws Exception {
        known("clara", "coordinator");
        prefer("clara", Rhythm.DAILY);
        business.now = TUESDAY.plusSeconds(60);
        happens("e1", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        business.now = Instant.parse("2026-11-18T06:00:00Z");
        People.DueDigest due = people.dueDigests(business.now).getFirst();
        outbox.write(
                "clara|digest|" + due.due(),
                "clara",
                board.digest(due.reader(), due.since(), business.now),
                business.now);
        startService();
        postGoesRound();
        postGoesRound();
        assertThat(mails).hasSize(1);
    }

    @Test
    void a_weekly_digest_comes_on_monday() throws Exception {
        known("clara", "coordinator");
        prefer("clara", Rhythm.WEEKLY);
        business.now = TUESDAY.plusSeconds(60);
        happens("e1", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        business.now = Instant.parse("2026-11-22T23:00:00Z");
        postGoesRound();
        assertThat(mails).isEmpty();
        business.now = Instant.parse("2026-11-23T06:00:00Z");
        postGoesRound();
        assertThat(mails).hasSize(1);
    }

    @Test
    void summer_time_does_not_move_the_morning() {
        assertThat(Rhythm.DAILY.nextAfter(Instant.parse("2027-03-27T06:00:00Z")))
                .isEqualTo(Instant.parse("2027-03-28T05:00:00Z"));
        assertThat(Rhythm.WEEKLY.nextAfter(Instant.parse("2026-11-23T06:00:00Z")))
                .isEqualTo(Instant.parse("2026-11-30T06:00:00Z"));
    }

    @Test
    void a_mail_server_that_is_away_holds_up_the_mail_only() throws Exception {
        known("clara", "coordinator");
        stopServer();
        happens("e1", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        happens("e2", Kind.REQUEST_WITHDRAWN, COORDINATORS);
        postGoesRound();
        assertThat(board.counts(known("clara", "coordinator")).unread()).isEqualTo(2);
        assertThat(outbox.waiting()).isEqualTo(2);
        startServer();
        postGoesRound();
        assertThat(mails).as("the first waits for its next attempt").hasSize(1);
        machine.now = machine.now.plusSeconds(2);
        postGoesRound();
        assertThat(mails).hasSize(2);
        assertThat(outbox.waiting()).isZero();
    }

    @Test
    void a_mail_nobody_takes_for_a_week_is_given_up() {
        known("clara", "coordinator");
        stopServer();
        happens("e1", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        business.now = business.now.plus(Duration.ofDays(7));
        postGoesRound();
        assertThat(outbox.state("clara|e1")).isEqualTo(Outbox.State.WAITING);
        machine.now = machine.now.plus(Duration.ofHours(1));
        business.now = business.now.plusMillis(1);
        postGoesRound();
        assertThat(outbox.state("clara|e1")).isEqualTo(Outbox.State.GIVEN_UP);
    }

    @Test
    void a_mail_whose_sender_died_is_sent_again_under_the_same_id() throws Exception {
        known("clara", "coordinator");
        happens("e1", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        Outbox.Claimed claimed = outbox.claim().orElseThrow();
        startService();
        postGoesRound();
        assertThat(mails).as("claimed by another").isEmpty();
        machine.now = machine.now.plus(Duration.ofMinutes(2));
        postGoesRound();
        assertThat(mails).hasSize(1);
        outbox.ended(claimed, Outbox.State.DROPPED);
        assertThat(outbox.state("clara|e1"))
                .as("the claim of the dead is worth nothing")
                .isEqualTo(Outbox.State.SENT);
        database.getCollection("notice_mails").drop();
        outbox.write(
                "clara|e1",
                "clara",
                List.of("e1" + Kind.REQUEST_TO_SCREEN + COORDINATORS.key()),
                business.now);
        postGoesRound();
        assertThat(mails).hasSize(2);
        assertThat(mails.get(0).getMessageID()).isEqualTo(mails.get(1).getMessageID());
    }

    @Test
    void an_address_of_ones_own_gets_mail_once_it_is_confirmed() throws Exception {
        known("clara", "coordinator");
        boolean toConfirm =
                people.prefer(
                        "clara",
                        "clara@mail.example",
                        "clara@home.example",
                        "nl",
                        Rhythm.IMMEDIATE,
                        Set.of(),
                        business.now);
        assertThat(toConfirm).isTrue();
        outbox.write("clara|address|1", "clara", List.of(), business.now);
        happens("e1", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        postGoesRound();
        assertThat(receivers()).containsExactly("clara@home.example");
        assertThat(mails.getFirst().getSubject()).isEqualTo("[Socius] Bevestig uw adres");
        assertThat(people.confirm("clara", "wrong")).isFalse();
        String code = people.recipient("clara").orElseThrow().code();
        assertThat(people.confirm("clara", code)).isTrue();
        known("clara", "coordinator");
        happens("e2", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        postGoesRound();
        assertThat(receivers()).containsExactly("clara@home.example", "clara@home.example");
    }

    @Test
    void an_address_is_stored_sealed_and_forgotten_with_the_account() throws Exception {
        People.Reader clara = known("clara", "coordinator");
        happens("e1", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        board.mark(clara, null, true);
        for (String collection : database.listCollectionNames()) {
            database.getCollection(collection)
                    .find()
                    .forEach(stored -> assertThat(stored.toJson()).doesNotContain("@mail.example"));
        }
        board.forget("clara");
        for (String collection : database.listCollectionNames()) {
            database.getCollection(collection)
                    .find()
                    .forEach(stored -> assertThat(stored.toJson()).doesNotContain("clara"));
        }
        postGoesRound();
        assertThat(mails).isEmpty();
        known("clara", "coordinator");
        assertThat(people.preferences("clara").email()).isNull();
        assertThatThrownBy(
                        () ->
                                people.prefer(
                                        "clara",
                                        null,
                                        "clara@home.example",
                                        "en",
                                        Rhythm.IMMEDIATE,
                                        Set.of(),
                                        business.now))
                .isInstanceOf(RecordErased.class);
    }

    @Test
    void all_that_is_held_of_an_account_is_given_to_the_person() {
        Actor expert =
                new Actor("ilaria", "expert", Set.of("expert"), Set.of(), null, "x1", true, null);
        People.Reader ilaria = people.seen(expert, "ilaria@mail.example", business.now);
        known("clara", "coordinator");
        happens("e1", Kind.ACTIVITY_CONFIRMED, Audience.expert("x1"));
        happens("e2", Kind.ACTIVITY_CONFIRMED, Audience.expert("x2"));
        happens("e3", Kind.REQUEST_TO_SCREEN, COORDINATORS);
        board.mark(ilaria, null, true);
        standsIn("clara", "ilaria", "2026-11-18", "2026-11-19");
        AccountExports exports = new AccountExports(people, substitutions, board, outbox);

        AccountExports.Account held = exports.ofExpert("x1", business.now).accounts().getFirst();

        assertThat(held.person()).isEqualTo("ilaria");
        assertThat(held.known()).isNotNull();
        assertThat(held.known().roles()).containsExactly("expert");
        assertThat(held.preferences()).isNotNull();
        assertThat(held.preferences().email()).isEqualTo("ilaria@mail.example");
        assertThat(held.notices()).hasSize(1);
        assertThat(held.notices().getFirst().read()).isTrue();
        assertThat(held.mails()).hasSize(1);
        assertThat(held.substitutions()).hasSize(1);
        assertThat(exports.ofExpert("x9", business.now).accounts()).isEmpty();
        board.forget("ilaria");
        AccountExports.Account gone =
                exports.ofPerson("ilaria", business.now).accounts().getFirst();
        assertThat(gone.preferences()).isNull();
        assertThat(gone.mails()).isEmpty();
        assertThat(gone.substitutions()).isEmpty();
        assertThat(gone.notices()).isEmpty();
    }

    @Test
    void the_account_of_an_erased_expert_is_forgotten_too() {
        Actor expert =
                new Actor("ilaria", "expert", Set.of("expert"), Set.of(), null, "e1", true, null);
        people.seen(expert, "ilaria@mail.example", business.now);
        board.forgetExpert("e2");
        assertThat(people.recipient("ilaria")).isPresent();
        board.forgetExpert("e1");
        assertThat(people.recipient("ilaria")).isEmpty();
    }

    @Test
    void an_expert_hears_what_the_team_the_applicants_and_the_area_are_told() throws Exception {
        Actor expert =
                new Actor("ilaria", "expert", Set.of("expert"), Set.of(), null, "e1", true, null);
        groups.join("e1", Audience.team("a1", 1));
        groups.join("e1", Audience.area("A"));
        people.seen(expert, "ilaria@mail.example", business.now);
        happens("e1", Kind.ACTIVITY_CONFIRMED, Audience.team("a1", 1));
        happens("e2", Kind.ACTIVITY_CONFIRMED, Audience.team("a1", 2));
        happens("e3", Kind.CALL_PUBLISHED, Audience.area("A"));
        postGoesRound();
        assertThat(mails).hasSize(2);
        groups.leave("e1", Audience.team("a1", 1));
        happens("e4", Kind.ACTIVITY_CONFIRMED, Audience.team("a1", 1));
        postGoesRound();
        assertThat(mails).hasSize(2);
    }

    private void standsIn(String substitute, String person, String from, String to) {
        substitutions.name(
                new Substitutions.Substitution(
                        substitute + person + from,
                        person,
                        substitute,
                        LocalDate.parse(from),
                        LocalDate.parse(to),
                        "leave",
                        business.now,
                        null));
    }

    @Test
    void a_substitute_is_told_what_the_person_away_is_told_on_these_days() throws Exception {
        known("clara", "coordinator");
        known("conrad", "coordinator");
        standsIn("conrad", "clara", "2026-11-18", "2026-11-19");
        Audience clara = Audience.person("clara");
        for (int day = 17; day <= 20; day++) {
            business.now = Instant.parse("2026-11-%02dT09:00:00Z".formatted(day));
            happens("e" + day, Kind.ACTION_AGREED, clara);
        }
        postGoesRound();
        assertThat(receivers())
                .containsExactly(
                        "clara@mail.example",
                        "clara@mail.example",
                        "clara@mail.example",
                        "clara@mail.example",
                        "conrad@mail.example",
                        "conrad@mail.example");
        assertThat(board.counts(known("conrad", "coordinator")).total()).isEqualTo(2);
        assertThat(board.one(known("conrad", "coordinator"), "e18ACTION_AGREEDperson:clara"))
                .get()
                .extracting(Noticeboard.Shown::insteadOf)
                .isEqualTo("clara");
        assertThat(board.one(known("conrad", "coordinator"), "e20ACTION_AGREEDperson:clara"))
                .isEmpty();
    }

    @Test
    void who_stands_in_for_a_substitute_who_is_away_hears_it_too_and_a_circle_ends() {
        standsIn("conrad", "clara", "2026-11-16", "2026-11-20");
        standsIn("anna", "conrad", "2026-11-18", "2026-11-25");
        standsIn("clara", "anna", "2026-11-18", "2026-11-25");
        assertThat(substitutions.by("anna"))
                .containsExactlyInAnyOrder(
                        new Substitutions.Period(
                                "conrad",
                                LocalDate.parse("2026-11-18"),
                                LocalDate.parse("2026-11-25")),
                        new Substitutions.Period(
                                "clara",
                                LocalDate.parse("2026-11-18"),
                                LocalDate.parse("2026-11-20")));
    }

    @Test
    void a_withdrawn_substitution_ends_with_the_day_before() {
        standsIn("conrad", "clara", "2026-11-16", "2026-11-20");
        substitutions.withdraw("conradclara2026-11-16", TUESDAY);
        assertThat(substitutions.by("conrad"))
                .containsExactly(
                        new Substitutions.Period(
                                "clara",
                                LocalDate.parse("2026-11-16"),
                                LocalDate.parse("2026-11-16")));
        standsIn("anna", "clara", "2026-11-17", "2026-11-20");
        substitutions.withdraw("annaclara2026-11-17", TUESDAY);
        assertThat(substitutions.by("anna")).isEmpty();
    }
}
