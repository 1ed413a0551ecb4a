package org.socius.reporting.notices;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.platform.intake.Fact;
import org.socius.platform.time.Brussels;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;

/**
 * All notices, each once, with the marks of who has read them. Taking an event again writes nothing
 * and tells nobody twice.
 */
public final class Noticeboard {

    private final MongoCollection<Document> notices;
    private final People people;
    private final News news;
    private final Outbox outbox;
    private final Clock businessClock;
    private final Duration keep;

    Noticeboard(
            MongoDatabase database,
            People people,
            News news,
            Outbox outbox,
            Clock businessClock,
            Duration keep) {
        this.notices = database.getCollection("notices");
        this.people = people;
        this.news = news;
        this.outbox = outbox;
        this.businessClock = businessClock;
        this.keep = keep;
    }

    /** A notice as somebody is shown it. */
    record Shown(
            String id,
            Kind kind,
            String path,
            @Nullable String reference,
            @Nullable Integer activity,
            Instant at,
            @Nullable Instant due,
            boolean read,
            @Nullable String insteadOf) {}

    record Counts(long total, long unread, Map<String, Long> unreadByKind) {}

    /** Older events are past telling: nobody looks for them in a list of news. */
    public boolean isYoungEnough(Instant recordedAt) {
        return recordedAt.isAfter(businessClock.instant().minus(keep));
    }

    /** Keeps what an event makes people be told, and sends it to whom wants it at once. */
    public void put(Fact fact, List<Notice> told) {
        if (told.isEmpty()) {
            return;
        }
        Instant now = businessClock.instant();
        boolean isNews = news.is(fact, now);
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (Notice notice : told) {
            writes.add(
                    new UpdateOneModel<>(
                            Filters.eq("_id", notice.id()),
                            Updates.combine(
                                    Updates.setOnInsert("event", notice.event()),
                                    Updates.setOnInsert("kind", notice.kind().name()),
                                    Updates.setOnInsert("audience", notice.audience().key()),
                                    Updates.setOnInsert("path", notice.path()),
                                    Updates.setOnInsert("reference", notice.reference()),
                                    Updates.setOnInsert("activity", notice.activity()),
                                    Updates.setOnInsert("at", notice.at().toString()),
                                    Updates.setOnInsert("sort", notice.at().toEpochMilli()),
                                    Updates.setOnInsert(
                                            "day", Brussels.day(notice.at()).toString()),
                                    Updates.setOnInsert(
                                            "due",
                                            notice.due() == null ? null : notice.due().toString()),
                                    Updates.setOnInsert("news", isNews),
                                    Updates.setOnInsert("taken", now.toEpochMilli())),
                            new UpdateOptions().upsert(true)));
        }
        notices.bulkWrite(writes);
        if (isNews) {
            for (People.Reader reader : people.wantingAtOnce(now)) {
                told.stream()
                        .filter(reader::wants)
                        .findFirst()
                        .ifPresent(
                                notice ->
                                        outbox.write(
                                                reader.subject() + "|" + notice.event(),
                                                reader.subject(),
                                                List.of(notice.id()),
                                                now));
            }
            news.passed(fact);
        }
    }

    /** The destruction of what is known of an expert reaches the account of the expert too. */
    public void forgetExpert(String expertId) {
        people.accountsOf(expertId).forEach(this::forget);
    }

    /** Forgets an account: its settings and address, its marks, and what waits to be sent. */
    void forget(String subject) {
        people.erase(subject, businessClock.instant());
        outbox.forget(subject);
        notices.updateMany(Filters.eq("readBy", subject), Updates.pull("readBy", subject));
    }

    /** Notices for one of these audiences, and those somebody marked as read; the newest first. */
    List<Shown> about(String subject, Set<String> audiences) {
        People.Reader reader = new People.Reader(subject, audiences, List.of(), Set.of());
        List<Shown> found = new ArrayList<>();
        notices.find(Filters.or(Filters.in("audience", audiences), Filters.eq("readBy", subject)))
                .sort(Sorts.descending("sort", "_id"))
                .forEach(document -> found.add(shown(document, reader)));
        return found;
    }

    Page<Shown> find(People.Reader reader, @Nullable Boolean read, ListQuery query) {
        Bson filter = Filters.and(visible(reader), withRead(reader, read), kinds(query));
        long total = notices.countDocuments(filter);
        List<Shown> items = new ArrayList<>();
        notices.find(filter)
                .sort(
                        query.sort() != null && query.ascending()
                                ? Sorts.ascending("sort", "_id")
                                : Sorts.descending("sort", "_id"))
                .skip(query.page() * query.size())
                .limit(query.size())
                .forEach(document -> items.add(shown(document, reader)));
        return Page.of(items, query, total);
    }

    Optional<Shown> one(People.Reader reader, String id) {
        return Optional.ofNullable(
                        notices.find(Filters.and(Filters.eq("_id", id), visible(reader))).first())
                .map(document -> shown(document, reader));
    }

    Counts counts(People.Reader reader) {
        long total = notices.countDocuments(visible(reader));
        Map<String, Long> unread = new TreeMap<>();
        notices.aggregate(
                        List.of(
                                Aggregates.match(
                                        Filters.and(visible(reader), withRead(reader, false))),
                                Aggregates.group("$kind", Accumulators.sum("n", 1))))
                .forEach(
                        kind ->
                                unread.put(
                                        kind.getString("_id"),
                                        kind.get("n", Number.class).longValue()));
        return new Counts(total, unread.values().stream().mapToLong(n -> n).sum(), unread);
    }

    /** Marks as read or unread what the reader may see; without an id all of it. */
    void mark(People.Reader reader, @Nullable String id, boolean read) {
        Bson which =
                id == null ? visible(reader) : Filters.and(Filters.eq("_id", id), visible(reader));
        notices.updateMany(
                Filters.and(which, withRead(reader, !read)),
                read
                        ? Updates.addToSet("readBy", reader.subject())
                        : Updates.pull("readBy", reader.subject()));
    }

    /**
     * What a digest holds: the unread news for the reader that were taken in a period.
     *
     * @param from exclusive
     * @param to inclusive
     */
    List<String> digest(People.Reader reader, Instant from, Instant to) {
        List<String> ids = new ArrayList<>();
        List<String> events = new ArrayList<>();
        notices.find(
                        Filters.and(
                                visible(reader),
                                withRead(reader, false),
                                Filters.eq("news", true),
                                Filters.gt("taken", from.toEpochMilli()),
                                Filters.lte("taken", to.toEpochMilli())))
                .sort(Sorts.ascending("sort", "_id"))
                .forEach(
                        document -> {
                            if (!reader.muted().contains(document.getString("kind"))
                                    && !events.contains(document.getString("event"))) {
                                events.add(document.getString("event"));
                                ids.add(document.getString("_id"));
                            }
                        });
        return ids;
    }

    /** Notices by id, the oldest first; those that are gone are left out. */
    List<Notice> all(List<String> ids) {
        List<Notice> found = new ArrayList<>();
        notices.find(Filters.in("_id", ids))
                .sort(Sorts.ascending("sort", "_id"))
                .forEach(document -> found.add(notice(document)));
        return found;
    }

    /** Removes what is older than notices are kept. */
    void forgetOld() {
        notices.deleteMany(Filters.lt("taken", businessClock.instant().minus(keep).toEpochMilli()));
    }

    private static Bson visible(People.Reader reader) {
        List<Bson> ways = new ArrayList<>();
        ways.add(Filters.in("audience", reader.keys()));
        for (Substitutions.Period period : reader.insteadOf()) {
            ways.add(
                    Filters.and(
                            Filters.eq("audience", Audience.person(period.person()).key()),
                            Filters.gte("day", period.from().toString()),
                            Filters.lte("day", period.to().toString())));
        }
        return Filters.or(ways);
    }

    private static Bson withRead(People.Reader reader, @Nullable Boolean read) {
        return read == null
                ? Filters.empty()
                : read
                        ? Filters.eq("readBy", reader.subject())
                        : Filters.ne("readBy", reader.subject());
    }

    private static Bson kinds(ListQuery query) {
        List<String> kinds = query.names("kind", Kind.class);
        return kinds.isEmpty() ? Filters.empty() : Filters.in("kind", kinds);
    }

    private static Shown shown(Document document, People.Reader reader) {
        Notice notice = notice(document);
        String key = notice.audience().key();
        return new Shown(
                notice.id(),
                notice.kind(),
                notice.path(),
                notice.reference(),
                notice.activity(),
                notice.at(),
                notice.due(),
                document.getList("readBy", String.class, List.of()).contains(reader.subject()),
                reader.keys().contains(key) || !key.startsWith(Audience.person("").key())
                        ? null
                        : key.substring(Audience.person("").key().length()));
    }

    private static Notice notice(Document document) {
        String due = document.getString("due");
        return new Notice(
                document.getString("_id"),
                document.getString("event"),
                Kind.valueOf(document.getString("kind")),
                new Audience(document.getString("audience")),
                document.getString("path"),
                document.getString("reference"),
                document.getInteger("activity"),
                Instant.parse(document.getString("at")),
                due == null ? null : Instant.parse(due));
    }
}
