package org.socius.quickstart.dataset;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.socius.quickstart.dataset.Entry.Person;
import org.socius.quickstart.issuer.DemoIdentity;
import org.socius.quickstart.journey.Form;

/** Sixty fictional experts: most of them verified, some on the way, some refused. */
final class Roster {

    static final int SIZE = 60;

    /** The first so many are verified public experts, free to be mobilised. */
    static final int VERIFIED = 50;

    /** A Belgian whom the collaborative partner employs. */
    static final int OF_THE_PARTNER = 49;

    private static final int SUBMITTED = 55;
    private static final int REFUSED = 57;

    private static final List<String> GIVEN =
            List.of(
                    "Anna",
                    "Björn",
                    "Chiara",
                    "Dimitris",
                    "Eva",
                    "Filip",
                    "Greta",
                    "Hugo",
                    "Ilse",
                    "Jan",
                    "Katarzyna",
                    "Luís",
                    "Marta",
                    "Nuno",
                    "Orla");
    private static final List<String> FAMILY =
            List.of(
                    "Albers",
                    "Bianchi",
                    "Costa",
                    "Dubois",
                    "Eriksson",
                    "Fischer",
                    "García",
                    "Horváth",
                    "Ivanova",
                    "Jansen",
                    "Kowalska",
                    "Lindqvist");
    private static final List<String> COUNTRIES =
            List.of(
                    "FR", "IT", "ES", "DE", "BE", "PL", "FI", "PT", "GR", "LT", "NL", "RO", "CZ",
                    "AT", "SE");
    private static final List<String> LANGUAGES = List.of("en", "fr", "es");
    private static final List<String> AREAS = List.of("A", "B", "C", "D", "E");

    private final Entry entry;
    private final LocalDate joined;

    Roster(Entry entry) {
        this.entry = entry;
        this.joined = entry.today().minusDays(600);
    }

    static String expert(int number) {
        return Entry.idOf("expert/" + number);
    }

    static String country(int number) {
        return COUNTRIES.get(number % COUNTRIES.size());
    }

    static String employer(int number) {
        return number == OF_THE_PARTNER
                ? DemoIdentity.COLLABORATIVE_BE.toString()
                : Entry.idOf("employer/" + number);
    }

    void enter(int number) {
        Person self = new Person("expert", expert(number));
        Person officer = Person.staff("mobilisation-officer");
        String key = "expert-" + number;
        String path = "/api/v1/experts/" + expert(number);
        LocalDate day = joined.plusDays(number);
        entry.post(key + "/register", self, day, "/api/v1/experts", profile(number, day));
        if (number >= REFUSED + 1) {
            return;
        }
        entry.post(key + "/submit", self, day.plusDays(1), path + "/submission", Map.of());
        if (number < VERIFIED) {
            entry.post(key + "/verify", officer, day.plusDays(3), path + "/verification", Map.of());
        } else if (number >= SUBMITTED && number < REFUSED) {
            entry.post(
                    key + "/refuse",
                    officer,
                    day.plusDays(3),
                    path + "/refusal",
                    Map.of("reason", "The employer does not know this person."));
        } else if (number == REFUSED) {
            entry.post(
                    key + "/return",
                    officer,
                    day.plusDays(3),
                    path + "/return",
                    Map.of("reason", "The years of experience are missing."));
        }
    }

    private static Map<String, Object> profile(int number, LocalDate day) {
        String given = GIVEN.get(number % GIVEN.size());
        String family = FAMILY.get(number * 7 % FAMILY.size());
        String country = country(number);
        List<Map<String, Object>> languages = new ArrayList<>();
        languages.add(Map.of("code", "en", "level", "C1"));
        String second = LANGUAGES.get(number % LANGUAGES.size());
        if (!second.equals("en")) {
            languages.add(Map.of("code", second, "level", "B2"));
        }
        return Form.of("expert")
                .with("id", expert(number))
                .with("name", Map.of("given", given, "family", family))
                .with("email", "expert" + number + "@example.org")
                .with("nationality", country)
                .with("residence", country)
                .with("sex", number % 2 == 0 ? "F" : "M")
                .with("employers/0/organisationId", employer(number))
                .with("employers/0/name", "Social security institute, office " + number)
                .with("employers/0/country", country)
                .with(
                        "employers/0/category",
                        number % 5 == 4 ? "MANDATED_BODY" : "PUBLIC_ADMINISTRATION")
                .with("expertise/0/area", AREAS.get(number % AREAS.size()))
                .with("expertise/0/years", 6 + number % 20)
                .with("expertise/0/level", number % 3 == 0 ? "senior" : "medium")
                .with("languages", languages)
                .with("consents/privacyNotice", day.toString())
                .with(
                        "availability",
                        List.of(
                                Map.of(
                                        "from", day.toString(),
                                        "to", day.plusDays(1_500).toString())))
                .with("remote", number % 4 != 0)
                .body();
    }
}
