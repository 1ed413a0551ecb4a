package org.socius.platform.retention;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Actor;
import org.socius.platform.problem.Rejection;
import org.socius.platform.time.Brussels;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.springframework.http.ResponseEntity;

/**
 * Which records about persons have been kept for as long as they may be. A service tells from which
 * day on a record is kept, and for how long records of a kind are; what is due on a day is looked
 * up, nothing happens by itself: forgetting is a decision of the data protection contact.
 *
 * @param <K> kinds of records, each kept for a period of its own
 */
public final class RetentionList<K extends Enum<K> & RetentionList.Kept> {

    /** Who sees what is due. */
    private static final Set<String> READERS = Set.of("data-protection", "admin");

    /** By so many days two ways to count months may differ. */
    private static final int UNEVEN_MONTHS = 3;

    private final MongoCollection<Document> records;
    private final Class<K> kinds;
    private final Periods<K> periods;
    private final Clock clock;

    /** What a kind of records is kept for. */
    public interface Kept {

        /** Why it is kept for so long and no longer, in one sentence for people. */
        String basis();

        /**
         * Whether the person whom such a record is about is kept as long as the record: the name
         * behind accounts is a part of them.
         */
        default boolean keepsPerson() {
            return false;
        }

        /** Where a record stands, below the door. */
        String path(String record);

        /**
         * Where the erasure is commanded.
         *
         * @param person whom the record is about; null where it is about several
         */
        String erasure(String record, @Nullable String person);
    }

    /** For how long records of a kind are kept. */
    @FunctionalInterface
    public interface Periods<K> {
        Period of(K kind);
    }

    /**
     * A record that is due.
     *
     * @param person whom it is about; null where it is about several
     * @param since the day from which the period counts
     * @param keptFor the period, as in ISO 8601
     * @param dueSince the first day on which it is due
     * @param blockedBy path of the record about the same person that was to be kept for longer, and
     *     for which this one waited; null if the period alone decides
     * @param basis why it was kept
     * @param path of the record
     * @param erasure address of the command that erases it
     */
    public record Due(
            String kind,
            String record,
            @Nullable String person,
            LocalDate since,
            String keptFor,
            LocalDate dueSince,
            @Nullable String blockedBy,
            String basis,
            String path,
            String erasure) {}

    /**
     * @param clock of the business
     */
    public RetentionList(MongoDatabase database, Class<K> kinds, Periods<K> periods, Clock clock) {
        this.records = database.getCollection("retention");
        records.createIndex(Indexes.ascending("person"));
        this.kinds = kinds;
        this.periods = periods;
        this.clock = clock;
    }

    /** Knows a record, whose period has not begun. Done again, it changes nothing. */
    public void know(K kind, String record, @Nullable String person) {
        records.updateOne(
                Filters.eq("_id", record),
                Updates.combine(
                        Updates.setOnInsert("kind", kind.name()),
                        Updates.setOnInsert("person", person)),
                new UpdateOptions().upsert(true));
    }

    /** The period of a known record begins on this day; one that is not known is left alone. */
    public void begin(String record, LocalDate since) {
        records.updateOne(Filters.eq("_id", record), Updates.set("since", since.toString()));
    }

    /** The record is in use again: its period has not begun, and these notes do not hold. */
    public void resume(String record, String... names) {
        List<Bson> changes = new ArrayList<>(List.of(Updates.unset("since")));
        for (String name : names) {
            changes.add(Updates.unset("noted." + name));
        }
        records.updateOne(Filters.eq("_id", record), Updates.combine(changes));
    }

    /** Notes a day beside a known record, null if there is none. */
    public void note(String record, String name, LocalDate day) {
        records.updateOne(Filters.eq("_id", record), Updates.set("noted." + name, day.toString()));
    }

    /** What was noted under this name; null if nothing was. */
    public @Nullable LocalDate noted(String record, String name) {
        Document known = records.find(Filters.eq("_id", record)).first();
        Document noted = known == null ? null : known.get("noted", Document.class);
        String day = noted == null ? null : noted.getString(name);
        return day == null ? null : LocalDate.parse(day);
    }

    /** There is nothing left to forget. */
    public void forget(String record) {
        records.deleteOne(Filters.eq("_id", record));
    }

    /** There is nothing left about a person, also where it is told of only later. */
    public void forgetPerson(String person) {
        records.updateOne(
                Filters.eq("_id", person),
                Updates.set("gone", true),
                new UpdateOptions().upsert(true));
    }

    private boolean isGone(@Nullable String person) {
        return person != null
                && records.find(Filters.and(Filters.eq("_id", person), Filters.eq("gone", true)))
                                .first()
                        != null;
    }

    /** Before it is built anew. */
    public void clear() {
        records.deleteMany(new Document());
    }

    /**
     * The page of what is due that a request asks for, for data protection and administrators: by
     * kind, person and {@code on} a day, today if none is given; the longest due first.
     */
    public ResponseEntity<Page<Due>> answer(HttpServletRequest http) {
        ListQuery query = ListQuery.of(http, Set.of("dueSince", "kind"), "kind", "person", "on");
        Actor caller = Callers.current();
        if (!caller.hasAny(READERS)) {
            throw new Rejection.Forbidden(READERS);
        }
        List<Due> due = due(query);
        Comparator<Due> order =
                "kind".equals(query.sort())
                        ? Comparator.comparing(Due::kind)
                        : Comparator.comparing(Due::dueSince);
        due.sort(
                (query.ascending() ? order : order.reversed())
                        .thenComparing(Due::dueSince)
                        .thenComparing(Due::record));
        return Page.cut(due, query).answer(query);
    }

    private List<Due> due(ListQuery query) {
        LocalDate day = day(query.value("on"));
        List<String> named = query.names("kind", kinds);
        List<Due> due = new ArrayList<>();
        for (K kind : kinds.getEnumConstants()) {
            if (!named.isEmpty() && !named.contains(kind.name())) {
                continue;
            }
            Period period = periods.of(kind);
            Bson old =
                    Filters.and(
                            Filters.eq("kind", kind.name()),
                            Filters.lte(
                                    "since", day.minus(period).plusDays(UNEVEN_MONTHS).toString()));
            List<String> persons = query.values("person");
            records.find(persons.isEmpty() ? old : Filters.and(old, Filters.in("person", persons)))
                    .forEach(
                            document -> {
                                Due one = due(kind, period, document);
                                if (one != null
                                        && !one.dueSince().isAfter(day)
                                        && !isGone(one.person())) {
                                    due.add(one);
                                }
                            });
        }
        return due;
    }

    /** Null while something about the person is still in use, which must be kept with the name. */
    private @Nullable Due due(K kind, Period period, Document document) {
        String record = document.getString("_id");
        String person = document.getString("person");
        LocalDate since = LocalDate.parse(document.getString("since"));
        LocalDate dueSince = since.plus(period);
        String blockedBy = null;
        for (Document other : record.equals(person) ? keeping(person) : List.<Document>of()) {
            K longer = Enum.valueOf(kinds, other.getString("kind"));
            String ended = other.getString("since");
            if (ended == null) {
                return null;
            }
            LocalDate until = LocalDate.parse(ended).plus(periods.of(longer));
            if (until.isAfter(dueSince)) {
                dueSince = until;
                blockedBy = longer.path(other.getString("_id"));
            }
        }
        return new Due(
                kind.name(),
                record,
                person,
                since,
                period.toString(),
                dueSince,
                blockedBy,
                kind.basis(),
                kind.path(record),
                kind.erasure(record, person));
    }

    /** The records for whose sake the person they are about is kept. */
    private List<Document> keeping(String person) {
        List<String> keeping =
                Stream.of(kinds.getEnumConstants())
                        .filter(Kept::keepsPerson)
                        .map(Enum::name)
                        .toList();
        return records.find(Filters.and(Filters.eq("person", person), Filters.in("kind", keeping)))
                .into(new ArrayList<>());
    }

    private LocalDate day(@Nullable String text) {
        try {
            LocalDate day = text == null ? Brussels.day(clock.instant()) : LocalDate.parse(text);
            if (day.getYear() < 1900 || day.getYear() > 9999) {
                throw notADay();
            }
            return day;
        } catch (DateTimeParseException e) {
            throw notADay();
        }
    }

    private static Rejection notADay() {
        return new Rejection.InvalidParameter("on", "A date such as 2026-03-31 is expected.");
    }
}
