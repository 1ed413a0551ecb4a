package org.socius.reporting.notices;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Actor;
import org.socius.platform.time.Brussels;

/**
 * Who looked at notices, what they may be told, and how they want it. A person is known by the
 * claims of the last token; who has not been here for half a year is sent nothing, since nobody
 * knows whether the roles still hold.
 */
final class People {

    private static final Period FORGOTTEN_AFTER = Period.ofMonths(6);
    private static final int TOKEN_BYTES = 18;

    private final MongoCollection<Document> people;
    private final Groups groups;
    private final Institutions institutions;
    private final Substitutions substitutions;
    private final Sealed sealed;
    private final SecureRandom random;

    People(
            MongoDatabase database,
            Groups groups,
            Institutions institutions,
            Substitutions substitutions,
            Sealed sealed,
            SecureRandom random) {
        this.people = database.getCollection("notice_people");
        this.groups = groups;
        this.institutions = institutions;
        this.substitutions = substitutions;
        this.sealed = sealed;
        this.random = random;
    }

    /**
     * Somebody who reads notices.
     *
     * @param keys of the audiences this person belongs to
     * @param muted names of the kinds this person wants no mail about
     */
    record Reader(
            String subject,
            Set<String> keys,
            List<Substitutions.Period> insteadOf,
            Set<String> muted) {

        Reader {
            keys = Set.copyOf(keys);
            insteadOf = List.copyOf(insteadOf);
            muted = Set.copyOf(muted);
        }

        /** Whether this person is to be told by mail. */
        boolean wants(Notice notice) {
            LocalDate day = Brussels.day(notice.at());
            boolean addressed =
                    keys.contains(notice.audience().key())
                            || insteadOf.stream()
                                    .anyMatch(
                                            period ->
                                                    Audience.person(period.person())
                                                                    .equals(notice.audience())
                                                            && !day.isBefore(period.from())
                                                            && !day.isAfter(period.to()));
            return addressed && !muted.contains(notice.kind().name());
        }
    }

    /**
     * How somebody wants to be told.
     *
     * @param email null if none is known
     * @param emailConfirmed mail goes to a confirmed address only
     * @param language of the mails: en, fr, es, pt or nl
     */
    record Preferences(
            @Nullable String email,
            boolean emailConfirmed,
            String language,
            Rhythm digest,
            Set<Kind> muted) {

        Preferences {
            muted = Set.copyOf(muted);
        }
    }

    /**
     * Somebody a mail goes to.
     *
     * @param unsubscribe token of the address that ends all mail
     * @param code proves that the mail was read; null if nothing is to be confirmed
     */
    record Recipient(
            String subject,
            @Nullable String address,
            boolean confirmed,
            String language,
            Rhythm digest,
            String unsubscribe,
            @Nullable String code) {}

    /** A digest that is due. */
    record DueDigest(Reader reader, Rhythm rhythm, Instant due, Instant since) {}

    /** Notes who is here, by the claims of the token, and what they may read. */
    Reader seen(Actor caller, @Nullable String email, Instant now) {
        Document known = people.find(Filters.eq("_id", caller.id())).first();
        Document claims =
                new Document("roles", new ArrayList<>(new TreeSet<>(caller.roles())))
                        .append(
                                "institutions",
                                new ArrayList<>(new TreeSet<>(caller.institutions())))
                        .append("country", caller.country())
                        .append("expert", caller.expertId())
                        .append("seen", Brussels.day(now).toString());
        if (known == null || !claims.equals(known.get("claims", Document.class))) {
            people.updateOne(
                    Filters.eq("_id", caller.id()),
                    Updates.combine(
                            Updates.set("claims", claims),
                            Updates.setOnInsert("language", "en"),
                            Updates.setOnInsert("rhythm", Rhythm.IMMEDIATE.name()),
                            Updates.setOnInsert("muted", List.of()),
                            Updates.setOnInsert("unsubscribe", token())),
                    new UpdateOptions().upsert(true));
        }
        boolean ownAddress = known != null && Boolean.TRUE.equals(known.getBoolean("ownAddress"));
        if (email != null
                && !ownAddress
                && !email.equals(known == null ? null : address(known))
                && !sealed.erased(caller.id())) {
            people.updateOne(
                    Filters.eq("_id", caller.id()),
                    Updates.combine(
                            Updates.set("address", sealed.seal(caller.id(), "address", email)),
                            Updates.set("confirmed", true)));
        }
        return reader(person(caller.id()), caller);
    }

    private Document person(String subject) {
        return Objects.requireNonNull(people.find(Filters.eq("_id", subject)).first());
    }

    Preferences preferences(String subject) {
        Document person = person(subject);
        Set<Kind> muted = new HashSet<>();
        person.getList("muted", String.class, List.of())
                .forEach(kind -> muted.add(Kind.valueOf(kind)));
        String address = address(person);
        return new Preferences(
                address,
                address != null && person.getBoolean("confirmed", false),
                person.getString("language"),
                Rhythm.valueOf(person.getString("rhythm")),
                muted);
    }

    /**
     * Stores what somebody wishes.
     *
     * @param verified the address the token vouches for
     * @return true if another address was given, which must be confirmed first
     */
    boolean prefer(
            String subject,
            @Nullable String verified,
            @Nullable String email,
            String language,
            Rhythm rhythm,
            Set<Kind> muted,
            Instant now) {
        Document before = person(subject);
        List<Bson> changes = new ArrayList<>();
        changes.add(Updates.set("language", language));
        changes.add(Updates.set("muted", muted.stream().map(Kind::name).sorted().toList()));
        changes.add(Updates.set("rhythm", rhythm.name()));
        if (!rhythm.name().equals(before.getString("rhythm"))) {
            Instant next = rhythm.nextAfter(now);
            changes.add(nextDigest(next));
            changes.add(Updates.set("digestSince", now.toEpochMilli()));
        }
        boolean own = email != null && !email.equals(verified);
        boolean toConfirm = false;
        String wanted = email == null ? verified : email;
        if (!Objects.equals(wanted, address(before))) {
            toConfirm = own;
            changes.add(
                    Updates.set(
                            "address",
                            wanted == null ? null : sealed.seal(subject, "address", wanted)));
            changes.add(Updates.set("confirmed", !own));
            changes.add(Updates.set("code", own ? token() : null));
        }
        changes.add(Updates.set("ownAddress", own));
        people.updateOne(Filters.eq("_id", subject), Updates.combine(changes));
        return toConfirm;
    }

    /** Whether the code is the one that was sent to the address, which is confirmed then. */
    boolean confirm(String subject, String code) {
        return people.updateOne(
                                Filters.and(Filters.eq("_id", subject), Filters.eq("code", code)),
                                Updates.combine(
                                        Updates.set("confirmed", true), Updates.set("code", null)))
                        .getMatchedCount()
                > 0;
    }

    Optional<Recipient> recipient(String subject) {
        return Optional.ofNullable(people.find(Filters.eq("_id", subject)).first())
                .map(this::recipient);
    }

    /** Whose mails carry this token. */
    Optional<Recipient> byToken(String token) {
        return Optional.ofNullable(people.find(Filters.eq("unsubscribe", token)).first())
                .map(this::recipient);
    }

    void unsubscribe(String token) {
        people.updateOne(
                Filters.eq("unsubscribe", token),
                Updates.combine(
                        Updates.set("rhythm", Rhythm.NONE.name()), Updates.unset("nextDigest")));
    }

    /** Everybody who is to be told of news the moment they come in. */
    List<Reader> wantingAtOnce(Instant now) {
        List<Reader> readers = new ArrayList<>();
        people.find(
                        Filters.and(
                                Filters.eq("rhythm", Rhythm.IMMEDIATE.name()),
                                Filters.eq("confirmed", true)))
                .forEach(
                        person -> {
                            if (isCurrent(person, now)) {
                                readers.add(reader(person, actor(person)));
                            }
                        });
        return readers;
    }

    /** Whose digest is due by now; one that nobody is to get is put off. */
    List<DueDigest> dueDigests(Instant now) {
        List<DueDigest> due = new ArrayList<>();
        people.find(Filters.lte("nextDigest", now.toEpochMilli()))
                .forEach(
                        person -> {
                            DueDigest digest =
                                    new DueDigest(
                                            reader(person, actor(person)),
                                            Rhythm.valueOf(person.getString("rhythm")),
                                            Instant.ofEpochMilli(person.getLong("nextDigest")),
                                            Instant.ofEpochMilli(person.getLong("digestSince")));
                            if (isCurrent(person, now) && person.getBoolean("confirmed", false)) {
                                due.add(digest);
                            } else {
                                digestDone(digest, now, now);
                            }
                        });
        return due;
    }

    /** The digest is in the outbox and holds everything up to a time. */
    void digestDone(DueDigest digest, Instant upTo, Instant now) {
        Instant next = digest.rhythm().nextAfter(now);
        people.updateOne(
                Filters.and(
                        Filters.eq("_id", digest.reader().subject()),
                        Filters.eq("nextDigest", digest.due().toEpochMilli())),
                Updates.combine(nextDigest(next), Updates.set("digestSince", upTo.toEpochMilli())));
    }

    private static Bson nextDigest(@Nullable Instant at) {
        return at == null
                ? Updates.unset("nextDigest")
                : Updates.set("nextDigest", at.toEpochMilli());
    }

    /**
     * What the last token of an account said.
     *
     * @param expert id in the roster, null for who is no expert
     * @param seen day on which it was here last
     */
    record Claims(
            List<String> roles,
            List<String> institutions,
            @Nullable String country,
            @Nullable String expert,
            LocalDate seen) {}

    /** Empty for an account that was never here. */
    Optional<Claims> claimsOf(String subject) {
        return Optional.ofNullable(people.find(Filters.eq("_id", subject)).first())
                .map(People::claims)
                .map(
                        claims ->
                                new Claims(
                                        claims.getList("roles", String.class),
                                        claims.getList("institutions", String.class),
                                        claims.getString("country"),
                                        claims.getString("expert"),
                                        LocalDate.parse(claims.getString("seen"))));
    }

    /** The roles an account had when it was here last; empty if it never was. */
    Set<String> rolesOf(String subject) {
        Document person = people.find(Filters.eq("_id", subject)).first();
        return person == null ? Set.of() : actor(person).roles();
    }

    List<String> accountsOf(String expertId) {
        List<String> subjects = new ArrayList<>();
        people.find(Filters.eq("claims.expert", expertId))
                .forEach(person -> subjects.add(person.getString("_id")));
        return subjects;
    }

    /** Destroys the key of an account and everything that is known of it. */
    void erase(String subject, Instant now) {
        sealed.destroyKey(subject, now);
        substitutions.forget(subject);
        people.deleteOne(Filters.eq("_id", subject));
    }

    private Reader reader(Document person, Actor caller) {
        Set<String> keys =
                new HashSet<>(Audience.keys(caller, institutions.recordsOf(caller.institutions())));
        keys.addAll(groups.of(caller.expertId()));
        return new Reader(
                caller.id(),
                keys,
                substitutions.by(caller.id()),
                Set.copyOf(person.getList("muted", String.class, List.of())));
    }

    private static boolean isCurrent(Document person, Instant now) {
        LocalDate seen = LocalDate.parse(claims(person).getString("seen"));
        return !Brussels.day(now).isAfter(seen.plus(FORGOTTEN_AFTER));
    }

    private static Actor actor(Document person) {
        Document claims = claims(person);
        return new Actor(
                person.getString("_id"),
                "none",
                Set.copyOf(claims.getList("roles", String.class)),
                Set.copyOf(claims.getList("institutions", String.class)),
                claims.getString("country"),
                claims.getString("expert"),
                true,
                null);
    }

    private static Document claims(Document person) {
        return person.get("claims", Document.class);
    }

    private Recipient recipient(Document person) {
        return new Recipient(
                person.getString("_id"),
                address(person),
                person.getBoolean("confirmed", false),
                person.getString("language"),
                Rhythm.valueOf(person.getString("rhythm")),
                person.getString("unsubscribe"),
                person.getString("code"));
    }

    private @Nullable String address(Document person) {
        return sealed.open("address", person.getString("address"));
    }

    private String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
