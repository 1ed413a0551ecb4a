package org.socius.reporting.notices;

import java.util.HashSet;
import java.util.Set;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;

/**
 * Whom a notice is for: everybody who holds its key at the moment of reading. Keys are roles of a
 * token with whatever binds them (institution, country, expert), accounts, and groups of experts.
 *
 * @param key such as {@code role:coordinator} or {@code delegation:CO}
 */
public record Audience(String key) {

    private static final Set<String> PARTNERS =
            Set.of(Roles.PARTNER_DRAFTER, Roles.PARTNER_SIGNATORY);

    /** Everybody of a role that is not bound to an institution, a country or a person. */
    public static Audience role(String role) {
        return new Audience("role:" + role);
    }

    /** Drafters and signatories of a partner institution. */
    public static Audience institution(String id) {
        return new Audience("institution:" + id);
    }

    /** Who signs for a partner institution. */
    public static Audience signatory(String id) {
        return new Audience("signatory:" + id);
    }

    public static Audience delegation(String country) {
        return new Audience("delegation:" + country);
    }

    public static Audience expert(String id) {
        return new Audience("expert:" + id);
    }

    /** The account with this subject. */
    public static Audience person(String subject) {
        return new Audience("person:" + subject);
    }

    /** The experts mobilised, or about to be, for one activity. */
    public static Audience team(String actionId, int activity) {
        return new Audience("team:" + actionId + "/" + activity);
    }

    /** The experts mobilised, or about to be, for any activity of an action. */
    public static Audience team(String actionId) {
        return new Audience("team:" + actionId);
    }

    /** The experts who applied and are still in the running. */
    public static Audience applicants(String callId) {
        return new Audience("applicants:" + callId);
    }

    /** The active experts of an expertise area, with all its subdivisions. */
    public static Audience area(String area) {
        return new Audience("area:" + area);
    }

    /**
     * The keys a token gives by itself, without groups.
     *
     * @param institutions every record of the institutions that the token names
     */
    static Set<String> keys(Actor caller, Set<String> institutions) {
        Set<String> keys = new HashSet<>();
        keys.add(person(caller.id()).key());
        for (String role : caller.roles()) {
            switch (role) {
                case Roles.DELEGATION -> {
                    if (caller.country() != null) {
                        keys.add(delegation(caller.country()).key());
                    }
                }
                case Roles.EXPERT -> {
                    if (caller.expertId() != null) {
                        keys.add(expert(caller.expertId()).key());
                    }
                }
                case Roles.PARTNER_DRAFTER, Roles.PARTNER_SIGNATORY, Roles.EMPLOYER -> {}
                default -> keys.add(role(role).key());
            }
        }
        for (String id : institutions) {
            if (caller.hasAny(PARTNERS)) {
                keys.add(institution(id).key());
            }
            if (caller.has(Roles.PARTNER_SIGNATORY)) {
                keys.add(signatory(id).key());
            }
        }
        return keys;
    }
}
