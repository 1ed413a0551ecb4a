package org.socius.reporting.notices;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.socius.platform.time.Brussels;

/**
 * Who stands in for whom, and when. What a person is told as the one responsible is told to the
 * substitute as well, for what happens on these days. A substitute acts under the own account and
 * the own roles; rules about persons look at who acted.
 */
final class Substitutions {

    private final MongoCollection<Document> substitutions;
    private final Sealed sealed;

    Substitutions(MongoDatabase database, Sealed sealed) {
        this.substitutions = database.getCollection("substitutions");
        this.sealed = sealed;
    }

    /**
     * Somebody stands in.
     *
     * @param person account of who is away
     * @param to last day, the day before the withdrawal where there is one
     * @param reason null once erased, or where the reader may not know
     */
    record Substitution(
            String id,
            String person,
            String substitute,
            LocalDate from,
            LocalDate to,
            @Nullable String reason,
            Instant named,
            @Nullable Instant withdrawn) {

        boolean isEmpty() {
            return to.isBefore(from);
        }
    }

    /** Days, both included, on which somebody stands in for a person. */
    record Period(String person, LocalDate from, LocalDate to) {}

    /** Remembers it; false if the id is taken by another one. */
    boolean name(Substitution named) {
        Optional<Substitution> before = one(named.id());
        if (before.isPresent()) {
            Substitution same = before.get();
            return same.person().equals(named.person())
                    && same.substitute().equals(named.substitute())
                    && same.from().equals(named.from())
                    && same.to().equals(named.to());
        }
        substitutions.insertOne(
                new Document("_id", named.id())
                        .append("person", named.person())
                        .append("substitute", named.substitute())
                        .append("from", named.from().toString())
                        .append("to", named.to().toString())
                        .append(
                                "reason",
                                sealed.seal(
                                        named.person(), "reason", String.valueOf(named.reason())))
                        .append("named", named.named().toString()));
        return true;
    }

    /** Ends it with the day before; what happened until then stays. */
    void withdraw(String id, Instant now) {
        one(id).filter(one -> one.withdrawn() == null)
                .ifPresent(
                        one -> {
                            LocalDate last = Brussels.day(now).minusDays(1);
                            substitutions.updateOne(
                                    Filters.eq("_id", id),
                                    Updates.combine(
                                            Updates.set("withdrawn", now.toString()),
                                            Updates.set(
                                                    "to",
                                                    (last.isBefore(one.to()) ? last : one.to())
                                                            .toString())));
                        });
    }

    Optional<Substitution> one(String id) {
        return Optional.ofNullable(substitutions.find(Filters.eq("_id", id)).first())
                .map(this::substitution);
    }

    /** Everything a person has to do with, the latest first. */
    List<Substitution> of(String subject) {
        List<Substitution> found = new ArrayList<>();
        substitutions
                .find(Filters.or(Filters.eq("person", subject), Filters.eq("substitute", subject)))
                .sort(Sorts.descending("from", "_id"))
                .forEach(document -> found.add(substitution(document)));
        return found;
    }

    /**
     * For whom somebody stands in, directly or because a person stood in for is away as well.
     * Nobody stands in for himself.
     */
    List<Period> by(String substitute) {
        List<Period> periods = new ArrayList<>();
        collect(substitute, LocalDate.MIN, LocalDate.MAX, Set.of(substitute), periods);
        return periods;
    }

    private void collect(
            String substitute,
            LocalDate from,
            LocalDate to,
            Set<String> passed,
            List<Period> periods) {
        substitutions
                .find(Filters.eq("substitute", substitute))
                .forEach(
                        document -> {
                            Substitution one = substitution(document);
                            LocalDate first = one.from().isAfter(from) ? one.from() : from;
                            LocalDate last = one.to().isBefore(to) ? one.to() : to;
                            if (!last.isBefore(first) && !passed.contains(one.person())) {
                                periods.add(new Period(one.person(), first, last));
                                Set<String> further = new HashSet<>(passed);
                                further.add(one.person());
                                collect(one.person(), first, last, further, periods);
                            }
                        });
    }

    void forget(String subject) {
        substitutions.deleteMany(
                Filters.or(Filters.eq("person", subject), Filters.eq("substitute", subject)));
    }

    private Substitution substitution(Document document) {
        String withdrawn = document.getString("withdrawn");
        return new Substitution(
                document.getString("_id"),
                document.getString("person"),
                document.getString("substitute"),
                LocalDate.parse(document.getString("from")),
                LocalDate.parse(document.getString("to")),
                sealed.open("reason", document.getString("reason")),
                Instant.parse(document.getString("named")),
                withdrawn == null ? null : Instant.parse(withdrawn));
    }
}
