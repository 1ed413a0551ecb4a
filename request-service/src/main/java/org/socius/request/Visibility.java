package org.socius.request;

import static org.socius.platform.view.ViewStore.field;

import com.mongodb.client.model.Filters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;

/**
 * Who may see what: staff everything, a partner what is its institution's, a Delegation what
 * concerns its country and is no draft. Used for single resources and, as a filter, for lists.
 */
final class Visibility {

    private static final Set<String> PERSONS_OF_REQUESTS =
            Set.of(
                    Roles.COORDINATOR,
                    Roles.APPROVER,
                    Roles.ACTIVITY_MANAGER,
                    Roles.MOBILISATION_OFFICER);

    private static final Set<String> PARTNER =
            Set.of(Roles.PARTNER_DRAFTER, Roles.PARTNER_SIGNATORY);

    private Visibility() {}

    /** Staff and administrators. */
    static boolean ofEverything(Actor caller) {
        return caller.hasAny(Roles.STAFF) || caller.has(Roles.ADMIN);
    }

    static boolean ofOwn(Actor caller, @Nullable String institutionId) {
        return ofPartner(caller) && caller.actsFor(institutionId);
    }

    /** Drafters and signatories, of whatever institution. */
    static boolean ofPartner(Actor caller) {
        return caller.hasAny(PARTNER);
    }

    static boolean ofCountry(Actor caller, @Nullable String country) {
        return caller.has(Roles.DELEGATION) && country != null && country.equals(caller.country());
    }

    /** Names and contacts: those who work on requests, and the institution itself. */
    static boolean ofPersons(Actor caller, String institutionId) {
        return caller.hasAny(PERSONS_OF_REQUESTS) || ofOwn(caller, institutionId);
    }

    /** How the facility judges: staff, and the Delegation as far as it is its own opinion. */
    static boolean ofJudgement(Actor caller) {
        return ofEverything(caller);
    }

    /** Requests in a list. */
    static Bson requests(Actor caller) {
        return either(
                caller,
                Filters.and(
                        Filters.eq(field("country"), caller.country()),
                        Filters.ne(field("submittedAt"), "")),
                "institution");
    }

    /** Institutions in a list. */
    static Bson institutions(Actor caller) {
        return either(caller, Filters.eq(field("country"), caller.country()), "id");
    }

    private static Bson either(Actor caller, Bson ofItsCountry, String institutionField) {
        if (ofEverything(caller)) {
            return new Document();
        }
        List<Bson> ways = new ArrayList<>();
        if (caller.hasAny(PARTNER) && !caller.institutions().isEmpty()) {
            ways.add(Filters.in(field(institutionField), caller.institutions()));
        }
        if (caller.has(Roles.DELEGATION) && caller.country() != null) {
            ways.add(ofItsCountry);
        }
        return ways.isEmpty() ? Filters.eq("_id", "") : Filters.or(ways);
    }
}
