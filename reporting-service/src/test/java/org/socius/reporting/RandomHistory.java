package org.socius.reporting;

import static org.socius.reporting.Examples.completed;
import static org.socius.reporting.Examples.days;
import static org.socius.reporting.Examples.institution;
import static org.socius.reporting.Examples.mobilised;
import static org.socius.reporting.Examples.planned;
import static org.socius.reporting.Examples.proposed;
import static org.socius.reporting.Examples.submitted;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.action.ActionContract.ActionApprovedV1;
import org.socius.contracts.action.ActionContract.ActionClosedV1;
import org.socius.contracts.action.ActionContract.ActionDesignedV1;
import org.socius.contracts.action.ActionContract.ActionImportedV1;
import org.socius.contracts.action.ActionContract.ActionReturnedForRedesignV1;
import org.socius.contracts.action.ActionContract.ActionSubmittedForApprovalV1;
import org.socius.contracts.action.ActionContract.ActivityCompletedV1;
import org.socius.contracts.action.ActionContract.Amount;
import org.socius.contracts.action.ActionContract.ImportedActivity;
import org.socius.contracts.action.ActionContract.ImportedInstitution;
import org.socius.contracts.action.ActionContract.Participants;
import org.socius.contracts.action.ActionContract.Share;
import org.socius.contracts.expert.ExpertContract.ExpertRegisteredV1;
import org.socius.contracts.expert.ExpertContract.MobilisationSettledV1;
import org.socius.contracts.request.RequestContract.RequestResubmittedV1;
import org.socius.contracts.request.RequestContract.RequestReturnedV1;
import org.socius.contracts.request.RequestContract.RequestScreeningStartedV1;
import org.socius.contracts.request.RequestContract.RequestWithdrawnV1;
import org.socius.platform.time.Brussels;

/** Facts of the three topics as they might be, the same for the same seed. */
final class RandomHistory {

    static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
    static final int DAYS = 300;
    static final List<String> COUNTRIES = List.of("CO", "PE", "AM", "GH", "VN");
    static final List<String> THEMES = List.of("SI-COV", "SA-DIS", "LB-INF", "EM-POL");
    static final List<String> TYPES = List.of("TA-POL", "TA-LEG", "TA-INS");
    static final List<String> MEMBER_STATES = List.of("IT", "ES", "GR", "FR");

    private final Random random;
    private final Told told = new Told();
    private Instant newest = Instant.EPOCH;

    private RandomHistory(Random random) {
        this.random = random;
    }

    /**
     * @param actions how many actions, with their requests, mobilisations and days
     */
    static Told of(Random random, int actions) {
        RandomHistory history = new RandomHistory(random);
        history.tell(actions);
        return history.told;
    }

    private void tell(int actions) {
        int institutions = Math.max(3, actions / 4);
        for (int i = 0; i < institutions; i++) {
            newest = Instant.EPOCH;
            at(0);
            told.tell("i" + i, institution("i" + i, "Institution " + i, one(COUNTRIES)));
        }
        for (int i = 0; i < actions; i++) {
            newest = Instant.EPOCH;
            String institution = "i" + random.nextInt(institutions);
            if (random.nextInt(8) == 0) {
                at(random.nextInt(DAYS));
                told.tell("a" + i, imported("a" + i, institution));
            } else {
                live(i, institution);
            }
        }
    }

    private void live(int i, String institution) {
        int day = random.nextInt(DAYS / 2);
        String request = "of-a" + i;
        String action = "a" + i;
        at(day);
        told.tell(
                request,
                submitted(request, institution, one(COUNTRIES), one(TYPES), one(THEMES)),
                new RequestScreeningStartedV1(request));
        if (random.nextInt(3) == 0) {
            told.tell(
                    request,
                    new RequestReturnedV1(request, null),
                    new RequestResubmittedV1(
                            request,
                            2,
                            one(COUNTRIES),
                            Map.of("en", "Again"),
                            some(TYPES),
                            some(THEMES)));
        }
        if (random.nextInt(4) == 0) {
            told.tell(request, new RequestWithdrawnV1(request));
            return;
        }
        day += random.nextInt(20);
        at(day);
        told.tell(
                action,
                proposed(action, institution, one(COUNTRIES), one(TYPES), one(THEMES)),
                new ActionDesignedV1(
                        action,
                        Map.of("en", "Design of " + action),
                        some(TYPES),
                        shares(some(THEMES)),
                        List.of("1.3", "8.5"),
                        Map.of(),
                        new Amount(1, "EUR"),
                        shares(some(COUNTRIES))));
        if (random.nextInt(6) == 0) {
            return;
        }
        told.tell(action, new ActionSubmittedForApprovalV1(action));
        if (random.nextInt(5) == 0) {
            told.tell(action, new ActionReturnedForRedesignV1(action));
        }
        day += random.nextInt(15);
        at(day);
        told.tell(action, approved(action, institution));
        int from = day;
        int seats = 1 + random.nextInt(3);
        for (int seat = 0; seat < seats; seat++) {
            mobilise(action, "m" + i + "-" + seat, from + random.nextInt(10));
        }
        for (int number = 1; number <= random.nextInt(3); number++) {
            day += 5 + random.nextInt(20);
            at(day);
            told.tell(action, complete(action, number, day(day)));
        }
        if (random.nextBoolean()) {
            told.tell(action, new ActionClosedV1(action, request, institution));
        }
    }

    private void mobilise(String action, String id, int from) {
        int day = from;
        String expert = "e" + random.nextInt(12);
        String country = one(MEMBER_STATES);
        at(day);
        told.tell(expert + "-" + id, new ExpertRegisteredV1(expert + "-" + id));
        told.tell(id, mobilised(id, expert, action, country));
        for (int entry = 0; entry < random.nextInt(4); entry++) {
            day += random.nextInt(15);
            at(day);
            String worked = random.nextInt(5) == 0 ? one(MEMBER_STATES) : country;
            told.tell(
                    id,
                    days(
                            id,
                            expert,
                            action,
                            worked,
                            0.1 * random.nextInt(80),
                            day(day).toString()));
        }
        if (random.nextBoolean()) {
            told.tell(id, new MobilisationSettledV1(id, action, 1));
        }
    }

    /**
     * Every fourth fact is entered late, by up to two months and more than a year. What belongs to
     * one action is recorded in the order in which it is told, as a log does it.
     */
    private void at(int day) {
        String on = day(day).toString();
        Instant entered =
                random.nextInt(4) == 0
                        ? Instant.parse(day(day + 400 + random.nextInt(60)) + "T10:00:00Z")
                        : Brussels.noon(day(day));
        if (entered.isBefore(newest)) {
            entered = newest;
        }
        newest = entered;
        if (entered.equals(Brussels.noon(day(day)))) {
            told.on(on);
        } else {
            told.late(on, entered.toString());
        }
    }

    static LocalDate day(int number) {
        return FIRST.plusDays(number);
    }

    private ActionApprovedV1 approved(String id, String institution) {
        return new ActionApprovedV1(
                id,
                "2026-" + id,
                "of-" + id,
                institution,
                Map.of("en", "Partner"),
                Map.of("en", "Action " + id),
                Map.of("en", "Objective"),
                shares(some(COUNTRIES)),
                some(TYPES),
                shares(some(THEMES)),
                random.nextBoolean() ? List.of("1.3") : List.of("10.2"),
                Map.of(),
                List.of(planned(1, "2026-03-10", "2026-03-14")),
                new Amount(100, "EUR"),
                null,
                "approver");
    }

    private ActivityCompletedV1 complete(String action, int number, LocalDate on) {
        ActivityCompletedV1 one = completed(action, number, on.toString());
        return new ActivityCompletedV1(
                action,
                one.reference(),
                number,
                random.nextBoolean() ? "training" : "workshop",
                random.nextBoolean() ? "REMOTE" : "ON_SITE",
                null,
                one.start(),
                one.end(),
                on,
                List.of(),
                new Participants(1, 1, 0),
                List.of(),
                null);
    }

    private ActionImportedV1 imported(String id, String institution) {
        @Nullable String country = random.nextInt(3) == 0 ? null : one(COUNTRIES);
        @Nullable LocalDate start = random.nextBoolean() ? day(random.nextInt(DAYS)) : null;
        return new ActionImportedV1(
                id,
                "S-" + id,
                "2014-" + id,
                Map.of("en", "History of " + id),
                institution,
                new ImportedInstitution(
                        Map.of("en", "Institution"), null, List.of(), null, null, country),
                country,
                false,
                some(TYPES),
                some(THEMES),
                List.of(),
                some(MEMBER_STATES),
                List.of(),
                List.of(
                        new ImportedActivity(1, "training", false, null, null, null),
                        new ImportedActivity(2, null, false, null, null, null)),
                null,
                null,
                null,
                false,
                random.nextBoolean() ? "CLOSED" : "UNDER_IMPLEMENTATION",
                start,
                null,
                null);
    }

    private String one(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private List<String> some(List<String> values) {
        List<String> all = new ArrayList<>(values);
        java.util.Collections.shuffle(all, random);
        return List.copyOf(all.subList(0, 1 + random.nextInt(2)));
    }

    private static List<Share> shares(List<String> codes) {
        return codes.stream().map(code -> new Share(code, 100 / codes.size())).toList();
    }
}
