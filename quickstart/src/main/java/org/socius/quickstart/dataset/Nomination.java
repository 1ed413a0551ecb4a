package org.socius.quickstart.dataset;

import java.time.LocalDate;
import java.util.Map;
import org.socius.quickstart.dataset.Entry.Person;
import org.socius.quickstart.issuer.DemoIdentity;

/**
 * The Belgian collaborative partner, with a standing agreement, names one of its staff for an open
 * call (R81).
 */
record Nomination(Entry entry, String call) {

    private static final String PARTNERS = "/api/v1/collaborative-partners";
    private static final String PARTNER = DemoIdentity.COLLABORATIVE_BE.toString();

    void enter() {
        Person admin = Person.staff("admin");
        LocalDate agreed = entry.today().minusDays(500);
        entry.post(
                "partner/register",
                admin,
                agreed.minusDays(20),
                PARTNERS,
                Map.of(
                        "id",
                        PARTNER,
                        "name",
                        "Federal institute for social security",
                        "country",
                        "BE",
                        "category",
                        "MANDATED_BODY"));
        entry.post(
                "partner/agreement",
                admin,
                agreed,
                PARTNERS + "/" + PARTNER + "/agreement",
                Map.of("agreementReference", "CP-BE-1", "from", agreed.toString()));
        entry.now(
                "partner/nomination",
                new Person("collaborative-partner", PARTNER),
                PARTNERS + "/" + PARTNER + "/nominations",
                Map.of(
                        "callId",
                        call,
                        "position",
                        "E1",
                        "expertId",
                        Roster.expert(Roster.OF_THE_PARTNER)));
    }
}
