package org.socius.quickstart.journey;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.socius.quickstart.issuer.DemoIdentity;

/**
 * Makes sure that the institutions and experts of the demo identities are registered, whatever data
 * set the directory was filled with: what is there already stays as it is.
 */
public final class Registered {

    /** The Spanish public employer of the second expert. */
    static final UUID EMPLOYER_ES = UUID.fromString("5c1d0000-0002-4000-8000-000000000002");

    private static final Map<UUID, Map<String, Object>> INSTITUTIONS =
            Map.of(
                    DemoIdentity.IPES,
                    institution(
                            "Institute for Social Economy",
                            "Instituto para la Economia Social",
                            "es",
                            "IPES",
                            "LOCAL",
                            "CO"),
                    DemoIdentity.MOLSA,
                    institution(
                            "Ministry of Labour and Social Affairs",
                            "Աշխատանքի և սոցիալական հարցերի նախարարություն",
                            "hy",
                            "MOLSA",
                            "NATIONAL",
                            "AM"));

    private Registered() {}

    /**
     * Registers the institution of a demo identity under the id of its token, unless it is known.
     */
    public static void institution(Api api, UUID id) {
        String path = "/api/v1/institutions/" + id;
        if (api.get("coordinator", path).status() == 200) {
            return;
        }
        accepted(
                "the registration of an institution",
                api.post(
                        "coordinator",
                        "/api/v1/institutions",
                        "register-" + id,
                        with(id, Objects.requireNonNull(INSTITUTIONS.get(id)))));
    }

    /**
     * Registers and verifies the expert behind a demo identity, unless the roster has the profile
     * already.
     */
    static void expert(
            Api api,
            String login,
            UUID id,
            UUID employer,
            String country,
            String availableFrom,
            String availableTo) {
        String path = "/api/v1/experts/" + id;
        Api.Answer known = api.get("mobilisation-officer", path);
        String status = known.status() == 200 ? known.text("status") : "";
        if (status.isEmpty()) {
            accepted(
                    "the registration of " + login,
                    api.post(
                            login,
                            "/api/v1/experts",
                            "register-" + id,
                            profile(login, id, employer, country, availableFrom, availableTo)));
        }
        if (status.isEmpty() || status.equals("DRAFT")) {
            accepted(
                    "the submission of " + login,
                    api.post(login, path + "/submission", "submit-" + id, Map.of()));
        }
        if (!status.equals("ACTIVE")) {
            accepted(
                    "the verification of " + login,
                    api.post(
                            "mobilisation-officer",
                            path + "/verification",
                            "verify-" + id,
                            Map.of()));
        }
    }

    private static Map<String, Object> profile(
            String login, UUID id, UUID employer, String country, String from, String to) {
        return Form.of("expert")
                .with("id", id.toString())
                .with("name/family", login)
                .with("email", login + "@example.org")
                .with("nationality", country)
                .with("residence", country)
                .with("employers/0/organisationId", employer.toString())
                .with("employers/0/country", country)
                .with("consents/privacyNotice", from)
                .with("availability", List.of(Map.of("from", from, "to", to)))
                .body();
    }

    private static Map<String, Object> institution(
            String english,
            String original,
            String language,
            String acronym,
            String level,
            String country) {
        return Map.of(
                "name",
                Map.of("en", english, "original", original, "originalLanguage", language),
                "acronym",
                acronym,
                "legalNature",
                "PUBLIC_AUTHORITY",
                "level",
                level,
                "country",
                country,
                "aliases",
                List.of());
    }

    private static Map<String, Object> with(UUID id, Map<String, Object> body) {
        var complete = new TreeMap<>(body);
        complete.put("id", id.toString());
        return complete;
    }

    private static void accepted(String what, Api.Answer answer) {
        if (answer.status() != 200 && answer.status() != 201) {
            throw new Api.Unexpected(what + " answered " + answer.status() + " " + answer.body());
        }
    }
}
