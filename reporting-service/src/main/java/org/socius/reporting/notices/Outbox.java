package org.socius.reporting.notices;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Mails to be sent, one document for each person and occasion, whose id is made of both: written
 * again, it stays the one it is. A mail is claimed, sent and marked; if the process ends between
 * sending and marking, the claim runs out and the mail is sent again under the same Message-ID. No
 * address and no text stand here, both are made when it is sent.
 */
final class Outbox {

    /** How long a claim holds: longer than a mail server may take. */
    private static final Duration CLAIM = Duration.ofMinutes(2);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(30);

    /** Longer than a fact can be news, so that none is told twice. */
    static final Duration KEPT = Duration.ofDays(60);

    private final MongoCollection<Document> mails;
    private final Clock machineClock;
    private final boolean open;

    /**
     * @param open false where no mail server is known: nothing is written then
     */
    Outbox(MongoDatabase database, Clock machineClock, boolean open) {
        this.mails = database.getCollection("notice_mails");
        this.machineClock = machineClock;
        this.open = open;
    }

    /** How a mail ended, or that it has not. */
    enum State {
        WAITING,
        SENDING,
        SENT,
        /** The person wants no mail any more, or nothing is left to say. */
        DROPPED,
        GIVEN_UP
    }

    /**
     * A mail this process is to send now.
     *
     * @param notices ids; none for the request to confirm an address
     * @param attempt from 1
     */
    record Claimed(String id, String subject, List<String> notices, int attempt, Instant made) {}

    boolean isOpen() {
        return open;
    }

    /**
     * Puts a mail in, once.
     *
     * @param made by the business clock
     */
    void write(String id, String subject, List<String> notices, Instant made) {
        if (!open) {
            return;
        }
        try {
            mails.insertOne(
                    new Document("_id", id)
                            .append("subject", subject)
                            .append("notices", notices)
                            .append("made", made.toEpochMilli())
                            .append("state", State.WAITING.name())
                            .append("attempts", 0)
                            .append("tryAt", 0L));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                throw e;
            }
        }
    }

    /** The next mail whose time has come, if there is one, for this process alone. */
    Optional<Claimed> claim() {
        long now = machineClock.millis();
        while (true) {
            Document next =
                    mails.find(
                                    Filters.and(
                                            Filters.in(
                                                    "state",
                                                    State.WAITING.name(),
                                                    State.SENDING.name()),
                                            Filters.lte("tryAt", now)))
                            .sort(Sorts.ascending("tryAt", "made", "_id"))
                            .first();
            if (next == null) {
                return Optional.empty();
            }
            int attempt = next.getInteger("attempts") + 1;
            long taken =
                    mails.updateOne(
                                    Filters.and(
                                            Filters.eq("_id", next.getString("_id")),
                                            Filters.eq("attempts", attempt - 1)),
                                    Updates.combine(
                                            Updates.set("state", State.SENDING.name()),
                                            Updates.set("attempts", attempt),
                                            Updates.set("tryAt", now + CLAIM.toMillis())))
                            .getModifiedCount();
            if (taken == 1) {
                return Optional.of(
                        new Claimed(
                                next.getString("_id"),
                                next.getString("subject"),
                                next.getList("notices", String.class, List.of()),
                                attempt,
                                Instant.ofEpochMilli(next.getLong("made"))));
            }
        }
    }

    void ended(Claimed mail, State state) {
        mails.updateOne(mine(mail), Updates.set("state", state.name()));
    }

    /** It will be tried again after a pause that doubles. */
    void failed(Claimed mail) {
        long pause =
                Math.min(
                        FIRST_PAUSE.toMillis() << Math.min(mail.attempt() - 1, 20),
                        LONGEST_PAUSE.toMillis());
        mails.updateOne(
                mine(mail),
                Updates.combine(
                        Updates.set("state", State.WAITING.name()),
                        Updates.set("tryAt", machineClock.millis() + pause)));
    }

    /** Unless the claim has run out and another process holds it. */
    private static Bson mine(Claimed mail) {
        return Filters.and(Filters.eq("_id", mail.id()), Filters.eq("attempts", mail.attempt()));
    }

    /** The state of a mail; null if there is none of this id. */
    @Nullable State state(String id) {
        Document mail = mails.find(Filters.eq("_id", id)).first();
        return mail == null ? null : State.valueOf(mail.getString("state"));
    }

    /**
     * A mail as it is on record.
     *
     * @param notices ids of what it tells; none for the request to confirm an address
     * @param made by the business clock
     */
    record Kept(Instant made, State state, List<String> notices) {}

    /** The mails to somebody, the newest first. */
    List<Kept> of(String subject) {
        List<Kept> kept = new ArrayList<>();
        mails.find(Filters.eq("subject", subject))
                .sort(Sorts.descending("made", "_id"))
                .forEach(
                        mail ->
                                kept.add(
                                        new Kept(
                                                Instant.ofEpochMilli(mail.getLong("made")),
                                                State.valueOf(mail.getString("state")),
                                                mail.getList("notices", String.class, List.of()))));
        return kept;
    }

    long waiting() {
        return mails.countDocuments(
                Filters.in("state", State.WAITING.name(), State.SENDING.name()));
    }

    void forget(String subject) {
        mails.deleteMany(Filters.eq("subject", subject));
    }

    void forgetOld(Instant now) {
        mails.deleteMany(Filters.lt("made", now.minus(KEPT).toEpochMilli()));
    }
}
