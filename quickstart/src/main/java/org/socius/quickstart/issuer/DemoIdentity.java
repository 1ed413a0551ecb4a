package org.socius.quickstart.issuer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody to sign in as. The ids of institutions and experts never change, so that scripts and
 * data sets may name them; on an empty data directory they are free to be registered.
 *
 * @param login subject of the token, user name and client id
 * @param institution the partner institution, employer or collaborative partner this identity acts
 *     for
 * @param country ISO code, for delegations
 * @param expert the roster entry that is this identity's own
 */
public record DemoIdentity(
        String login,
        String name,
        List<String> roles,
        @Nullable UUID institution,
        @Nullable String country,
        @Nullable UUID expert) {

    /** Institute for Social Economy, Colombia. */
    public static final UUID IPES = UUID.fromString("5c1d0000-0001-4000-8000-000000000001");

    /** Ministry of Labour and Social Affairs, Armenia. */
    public static final UUID MOLSA = UUID.fromString("5c1d0000-0001-4000-8000-000000000002");

    /** The Italian public employer of {@link #EXPERT_IT}. */
    public static final UUID EMPLOYER_IT = UUID.fromString("5c1d0000-0002-4000-8000-000000000001");

    /** The Belgian collaborative partner. */
    public static final UUID COLLABORATIVE_BE =
            UUID.fromString("5c1d0000-0003-4000-8000-000000000001");

    public static final UUID EXPERT_IT = UUID.fromString("5c1d0000-0004-4000-8000-000000000001");
    public static final UUID EXPERT_ES = UUID.fromString("5c1d0000-0004-4000-8000-000000000002");
    public static final UUID EXPERT_GR = UUID.fromString("5c1d0000-0004-4000-8000-000000000003");
    public static final UUID EXPERT_FR = UUID.fromString("5c1d0000-0004-4000-8000-000000000004");

    private static final List<DemoIdentity> ALL =
            List.of(
                    partner("ipes", "Inés Pardo", IPES),
                    partner("molsa", "Mariam Sahakyan", MOLSA),
                    delegation("delegation-co", "Daniel Costa", "CO"),
                    delegation("delegation-am", "Dora Amann", "AM"),
                    staff("commission", "Camille Noël", "commission"),
                    staff("coordinator", "Clara Coppens", "coordinator"),
                    staff("coordinator-2", "Conrad Claes", "coordinator"),
                    staff("approver", "Anna Peeters", "coordinator", "approver"),
                    staff("activity-manager", "Aleksander Mazur", "activity-manager"),
                    staff("mobilisation-officer", "Milena Oravec", "mobilisation-officer"),
                    staff("finance-officer", "Filip Olsson", "finance-officer"),
                    staff("communication-officer", "Chiara Orsini", "communication-officer"),
                    staff("evaluation-officer", "Eva Oikonomou", "evaluation-officer"),
                    expert("expert-it", "Ilaria Tosi", EXPERT_IT),
                    expert("expert-es", "Elena Soler", EXPERT_ES),
                    expert("expert-gr", "Giorgos Rallis", EXPERT_GR),
                    expert("expert-fr", "Fabien Roux", EXPERT_FR),
                    new DemoIdentity(
                            "employer-it",
                            "Emilio Testa",
                            List.of("employer"),
                            EMPLOYER_IT,
                            null,
                            null),
                    new DemoIdentity(
                            "collaborative-be",
                            "Charlotte Baert",
                            List.of("collaborative-partner"),
                            COLLABORATIVE_BE,
                            null,
                            null),
                    staff("auditor", "Aurelia Dinu", "auditor"),
                    staff("data-protection", "Dieter Prinz", "data-protection"),
                    staff("admin", "Ada Minne", "admin"));

    /** Everybody, in the order of the printed list of logins. */
    public static List<DemoIdentity> all() {
        return ALL;
    }

    /** The identity with this login, if there is one. */
    public static Optional<DemoIdentity> of(String login) {
        return ALL.stream().filter(identity -> identity.login.equals(login)).findFirst();
    }

    /**
     * What a token says about this identity besides subject, issuer, audience and times; nothing is
     * null.
     */
    Map<String, Object> claims() {
        var claims = new LinkedHashMap<String, Object>();
        claims.put("name", name);
        claims.put("roles", roles);
        claims.put("email", login + "@demo.example");
        claims.put("email_verified", true);
        if (institution != null) {
            claims.put("institution", institution.toString());
        }
        if (country != null) {
            claims.put("country", country);
        }
        if (expert != null) {
            claims.put("expert", expert.toString());
        }
        return claims;
    }

    private static DemoIdentity partner(String login, String name, UUID institution) {
        return new DemoIdentity(
                login,
                name,
                List.of("partner-drafter", "partner-signatory"),
                institution,
                null,
                null);
    }

    private static DemoIdentity delegation(String login, String name, String country) {
        return new DemoIdentity(login, name, List.of("delegation"), null, country, null);
    }

    private static DemoIdentity expert(String login, String name, UUID expert) {
        return new DemoIdentity(login, name, List.of("expert"), null, null, expert);
    }

    private static DemoIdentity staff(String login, String name, String... roles) {
        return new DemoIdentity(login, name, Stream.of(roles).toList(), null, null, null);
    }
}
