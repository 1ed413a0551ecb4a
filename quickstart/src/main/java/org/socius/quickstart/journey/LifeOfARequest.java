package org.socius.quickstart.journey;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.socius.quickstart.issuer.DemoIdentity;
import tools.jackson.databind.JsonNode;

/**
 * The steps from an institution's registration to a published action. All dates are reckoned from
 * the business clock at the first step, so that the journey works on any day of any year.
 */
final class LifeOfARequest {

    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");

    private static final int CALL_DEADLINE = 25;
    private static final int PREPARATION = 46;
    private static final int IMPLEMENTATION = 60;
    private static final int IMPLEMENTATION_END = 71;
    private static final int DELIVERY = 74;
    private static final int REPORTED = 80;
    private static final int DELIVERY_END = 88;

    /** Who fills which position of the activity's team. */
    private enum Seat {
        E1(
                "expert-it",
                DemoIdentity.EXPERT_IT,
                DemoIdentity.EMPLOYER_IT,
                "IT",
                new Workload(3, 10, 5)),
        E2(
                "expert-es",
                DemoIdentity.EXPERT_ES,
                Registered.EMPLOYER_ES,
                "ES",
                new Workload(2, 8, 4));

        private final String login;
        private final UUID expert;
        private final UUID employer;
        private final String country;
        private final Workload workload;

        Seat(String login, UUID expert, UUID employer, String country, Workload workload) {
            this.login = login;
            this.expert = expert;
            this.employer = employer;
            this.country = country;
            this.workload = workload;
        }

        private String fact(String what) {
            return what + " " + name();
        }
    }

    private final List<Journey.Step> steps = new ArrayList<>();

    private LifeOfARequest() {}

    static List<Journey.Step> steps() {
        LifeOfARequest life = new LifeOfARequest();
        life.arrive();
        life.ask();
        life.decide();
        life.design();
        life.approve();
        life.describeTheWork();
        life.findExperts();
        life.mobilise();
        life.carryOut();
        life.close();
        return List.copyOf(life.steps);
    }

    private void step(String name, Journey.Play play) {
        steps.add(new Journey.Step(name, play));
    }

    private void arrive() {
        step(
                "Everybody signs in and is known by the right roles",
                stage -> {
                    DemoIdentity.all()
                            .forEach(
                                    identity -> {
                                        Api.Answer me = stage.get(identity.login(), "/api/v1/me");
                                        List<String> roles =
                                                me.body()
                                                        .path("roles")
                                                        .valueStream()
                                                        .map(JsonNode::asString)
                                                        .toList();
                                        if (!identity.login().equals(me.text("sub"))
                                                || !identity.roles().equals(roles)) {
                                            throw new Api.Unexpected(
                                                    identity.login() + " is known as " + me.body());
                                        }
                                    });
                    Api.Answer status = stage.get("admin", "/api/v1/status");
                    stage.remember(
                            "start",
                            LocalDate.ofInstant(Instant.parse(status.text("clock")), BRUSSELS)
                                    .toString());
                    stage.figures()
                            .forEach(
                                    (figure, value) ->
                                            stage.remember("before " + figure, value.toString()));
                    for (String thing : List.of("request", "application E1", "application E2")) {
                        stage.remember(thing, UUID.randomUUID().toString());
                    }
                });
        step(
                "The institution is registered",
                stage -> Registered.institution(stage.api(), DemoIdentity.IPES));
    }

    private void ask() {
        step(
                "The institution drafts a request",
                stage -> stage.post("ipes", "/api/v1/requests", form(stage)));
        step(
                "The drafter completes it",
                stage ->
                        stage.put(
                                "ipes",
                                request(stage, ""),
                                Map.of(
                                        "title",
                                        "Social coverage for informal street vendors of Bogotá")));
        step(
                "The signatory submits it",
                stage -> {
                    Api.Answer submitted =
                            stage.post(
                                    "ipes",
                                    request(stage, "/submission"),
                                    Map.of("declaration", true));
                    expect(submitted, "status", "SUBMITTED");
                    submitted.text("number");
                });
    }

    private void decide() {
        step(
                "A coordinator opens the screening",
                stage ->
                        expect(
                                stage.post("coordinator", request(stage, "/screening"), Map.of()),
                                "status",
                                "UNDER_SCREENING"));
        step(
                "The request is found eligible",
                stage ->
                        expect(
                                stage.post(
                                        "coordinator",
                                        request(stage, "/eligibility"),
                                        Map.of("eligible", true)),
                                "status",
                                "UNDER_APPRAISAL"));
        step(
                "The delegation is consulted",
                stage ->
                        stage.post(
                                "coordinator",
                                request(stage, "/delegation-consultation"),
                                Map.of()));
        step(
                "The delegation is in favour",
                stage ->
                        stage.post(
                                "delegation-co",
                                request(stage, "/delegation-opinion"),
                                Map.of(
                                        "opinion",
                                        "POSITIVE",
                                        "text",
                                        "In line with the country's priorities.")));
        step(
                "A coordinator appraises it",
                stage -> stage.post("coordinator", request(stage, "/appraisals"), appraisal(4)));
        step(
                "An activity manager appraises it",
                stage ->
                        stage.post(
                                "activity-manager", request(stage, "/appraisals"), appraisal(5)));
        step(
                "The request is accepted",
                stage ->
                        expect(
                                stage.post("coordinator", request(stage, "/acceptance"), Map.of()),
                                "status",
                                "ACCEPTED"));
        step(
                "It has become an action with a reference",
                stage -> {
                    Api.Answer found =
                            stage.await(
                                    "the action of the request",
                                    () ->
                                            stage.get(
                                                    "coordinator",
                                                    "/api/v1/actions?requestId="
                                                            + stage.fact("request")),
                                    answer -> answer.body().path("items").size() == 1);
                    JsonNode action = found.body().path("items").path(0);
                    stage.remember("action", action.path("id").asString());
                    stage.remember("reference", action.path("reference").asString());
                });
    }

    private void design() {
        step(
                "A coordinator designs the action",
                stage ->
                        stage.put(
                                "coordinator", action(stage, "/design"), Form.of("design").body()));
        step(
                "A workshop is planned",
                stage ->
                        stage.post(
                                "coordinator",
                                action(stage, "/activities"),
                                Form.of("activity")
                                        .with("plannedStart", day(stage, IMPLEMENTATION))
                                        .with("plannedEnd", day(stage, IMPLEMENTATION_END))
                                        .body()));
        step(
                "The partner agrees to the action form",
                stage -> stage.post("ipes", action(stage, "/partner-agreement"), Map.of()));
    }

    private void approve() {
        step(
                "The coordinator asks for approval",
                stage ->
                        expect(
                                stage.post(
                                        "coordinator",
                                        action(stage, "/approval-request"),
                                        Map.of()),
                                "status",
                                "AWAITING_APPROVAL"));
        step(
                "The Commission agrees",
                stage ->
                        stage.post("commission", action(stage, "/commission-agreement"), Map.of()));
        step(
                "Another person approves the action",
                stage ->
                        expect(
                                stage.post("approver", action(stage, "/approval"), Map.of()),
                                "status",
                                "APPROVED"));
    }

    private void describeTheWork() {
        step(
                "The activity manager drafts the terms of reference",
                stage ->
                        stage.post(
                                "activity-manager",
                                activity(stage, "/terms-of-reference"),
                                termsOfReference(stage)));
        step(
                "The partner has no objection",
                stage ->
                        stage.post(
                                "ipes",
                                activity(stage, "/terms-of-reference/no-objection"),
                                Map.of()));
        step(
                "The terms of reference become final",
                stage ->
                        stage.post(
                                "coordinator",
                                activity(stage, "/terms-of-reference/finalisation"),
                                Map.of()));
        step(
                "Staffing opens",
                stage ->
                        stage.post("mobilisation-officer", activity(stage, "/staffing"), Map.of()));
    }

    private void findExperts() {
        for (Seat seat : Seat.values()) {
            step(
                    "Expert " + seat.country + " joins the roster and is verified",
                    stage ->
                            Registered.expert(
                                    stage.api(),
                                    seat.login,
                                    seat.expert,
                                    seat.employer,
                                    seat.country,
                                    day(stage, 0),
                                    day(stage, 365)));
        }
        step(
                "A call is drafted from the terms of reference",
                stage -> {
                    Api.Answer call =
                            stage.post(
                                    "mobilisation-officer",
                                    "/api/v1/calls",
                                    Map.of("actionId", stage.fact("action"), "activity", 1));
                    stage.remember("call", call.text("id"));
                });
        step(
                "The call is published",
                stage ->
                        expect(
                                stage.post(
                                        "coordinator",
                                        call(stage, "/publication"),
                                        Map.of(
                                                "deadline",
                                                at(stage, CALL_DEADLINE, LocalTime.of(23, 59))
                                                        .toString())),
                                "status",
                                "OPEN"));
        for (Seat seat : Seat.values()) {
            step(
                    "Expert " + seat.country + " applies for position " + seat,
                    stage ->
                            stage.post(
                                    seat.login,
                                    call(stage, "/applications"),
                                    application(stage, seat)));
        }
        step(
                "The deadline passes and closes the call",
                stage -> {
                    stage.moveClockTo(at(stage, CALL_DEADLINE + 1, LocalTime.of(9, 0)));
                    stage.await(
                            "the closing of the call",
                            () -> stage.get("mobilisation-officer", call(stage, "")),
                            answer -> answer.body().path("status").asString("").equals("CLOSED"));
                });
        step(
                "The selection starts",
                stage ->
                        stage.post(
                                "mobilisation-officer", call(stage, "/selection-start"), Map.of()));
        for (Seat seat : Seat.values()) {
            step(
                    "The application for " + seat + " is admissible",
                    stage ->
                            stage.post(
                                    "mobilisation-officer",
                                    application(stage, seat, "/admissibility"),
                                    Map.of("admissible", true)));
            step(
                    "Two assessors score it and it is shortlisted",
                    stage -> {
                        stage.post("coordinator", application(stage, seat, "/scores"), scores(42));
                        stage.post(
                                "activity-manager",
                                application(stage, seat, "/scores"),
                                scores(44));
                        stage.post(
                                "mobilisation-officer",
                                application(stage, seat, "/shortlisting"),
                                Map.of());
                    });
            step(
                    "Expert " + seat.country + " is selected, the partner has no objection",
                    stage -> {
                        stage.post("coordinator", application(stage, seat, "/selection"), Map.of());
                        stage.post(
                                "ipes",
                                application(stage, seat, "/partner-no-objection"),
                                Map.of());
                    });
            step(
                    "Expert " + seat.country + " accepts the assignment",
                    stage -> {
                        stage.post(seat.login, application(stage, seat, "/acceptance"), Map.of());
                        Api.Answer opened =
                                stage.await(
                                        "the mobilisation",
                                        () ->
                                                stage.get(
                                                        "mobilisation-officer",
                                                        "/api/v1/mobilisations?application="
                                                                + stage.fact(
                                                                        seat.fact("application"))),
                                        answer -> answer.body().path("items").size() == 1);
                        stage.remember(
                                seat.fact("mobilisation"),
                                opened.body().path("items").path(0).path("id").asString());
                    });
        }
        step(
                "The call is filled",
                stage ->
                        expect(
                                stage.post(
                                        "mobilisation-officer", call(stage, "/outcome"), Map.of()),
                                "status",
                                "FILLED"));
    }

    private void mobilise() {
        for (Seat seat : Seat.values()) {
            step(
                    "The employer of expert " + seat.country + " is asked and agrees",
                    stage -> {
                        stage.post(
                                "mobilisation-officer",
                                mobilisation(stage, seat, "/authorisation-request"),
                                Map.of());
                        authorise(stage, seat);
                    });
            step(
                    "A contract is issued",
                    stage ->
                            stage.post(
                                    "finance-officer",
                                    mobilisation(stage, seat, "/contract"),
                                    Map.of(
                                            "contractNumber",
                                                    "C-" + stage.fact("reference") + "-" + seat,
                                            "days", seat.workload.days(),
                                            "validFrom", day(stage, PREPARATION),
                                            "validTo", day(stage, DELIVERY_END))));
            step(
                    "Expert " + seat.country + " signs and is mobilised",
                    stage ->
                            expect(
                                    stage.post(
                                            seat.login,
                                            mobilisation(stage, seat, "/signature"),
                                            Map.of("codeOfConduct", true)),
                                    "status",
                                    "MOBILISED"));
        }
        step(
                "The team is complete",
                stage ->
                        stage.await(
                                "the completion of the team",
                                () -> stage.get("activity-manager", action(stage, "")),
                                answer ->
                                        answer.body()
                                                .at("/activities/0/status")
                                                .asString("")
                                                .equals("TEAM_COMPLETE")));
    }

    private static void authorise(Stage stage, Seat seat) {
        if (seat == Seat.E1) {
            stage.post(
                    "employer-it",
                    mobilisation(stage, seat, "/authorisation"),
                    Map.of("documentReference", "letter IT"));
        } else {
            stage.post(
                    "mobilisation-officer",
                    mobilisation(stage, seat, "/authorisation"),
                    Map.of(
                            "documentReference",
                            "letter ES",
                            "reason",
                            "The employer sent the letter by post."));
        }
    }

    private void carryOut() {
        step(
                "Dates and logistics are confirmed",
                stage ->
                        stage.post(
                                "activity-manager",
                                activity(stage, "/confirmation"),
                                Map.of("partnerAgreedOn", day(stage, CALL_DEADLINE + 1))));
        step(
                "The day comes and the activity starts",
                stage -> {
                    stage.moveClockTo(at(stage, IMPLEMENTATION, LocalTime.of(8, 0)));
                    stage.post("activity-manager", activity(stage, "/start"), Map.of());
                });
        for (Seat seat : Seat.values()) {
            step(
                    "Expert " + seat.country + " is on assignment",
                    stage ->
                            expect(
                                    stage.post(
                                            "mobilisation-officer",
                                            mobilisation(stage, seat, "/start"),
                                            Map.of(
                                                    "briefedOn",
                                                    day(stage, IMPLEMENTATION),
                                                    "insuranceReference",
                                                    "INS-" + seat)),
                                    "status",
                                    "ON_ASSIGNMENT"));
        }
        step(
                "The workshop ends",
                stage -> {
                    stage.moveClockTo(at(stage, IMPLEMENTATION_END, LocalTime.of(18, 0)));
                    stage.post(
                            "activity-manager",
                            activity(stage, "/implementation-end"),
                            Map.of(
                                    "endedOn", day(stage, IMPLEMENTATION_END),
                                    "participants",
                                            List.of(
                                                    Map.of(
                                                            "institution",
                                                            "IPES",
                                                            "women",
                                                            14,
                                                            "men",
                                                            9,
                                                            "other",
                                                            0))));
                });
        step(
                "The principal expert hands in the mission report",
                stage -> {
                    stage.moveClockTo(at(stage, REPORTED, LocalTime.of(9, 0)));
                    Api.Answer report =
                            stage.post(
                                    Seat.E1.login,
                                    activity(stage, "/deliverables"),
                                    Map.of(
                                            "kind", "mission report",
                                            "title", "Mission report",
                                            "document",
                                                    Map.of(
                                                            "name",
                                                            "report.pdf",
                                                            "reference",
                                                            "mission-report-1")));
                    stage.remember("deliverable", created(report));
                });
        step(
                "The activity manager accepts it",
                stage ->
                        stage.post(
                                "activity-manager",
                                activity(
                                        stage,
                                        "/deliverables/"
                                                + stage.fact("deliverable")
                                                + "/acceptance"),
                                Map.of()));
        for (Seat seat : Seat.values()) {
            step(
                    "The assignment of expert " + seat.country + " ends, the days are recorded",
                    stage -> {
                        stage.post(
                                "mobilisation-officer",
                                mobilisation(stage, seat, "/end"),
                                Map.of());
                        stage.post(
                                seat.login,
                                mobilisation(stage, seat, "/working-days"),
                                seat.workload.worked(day(stage, DELIVERY), day(stage, REPORTED)));
                    });
        }
        step(
                "The activity is completed",
                stage ->
                        stage.post(
                                "activity-manager",
                                activity(stage, "/completion"),
                                Map.of(
                                        "completedOn", day(stage, REPORTED),
                                        "workedDays", List.of(worked(Seat.E1), worked(Seat.E2)),
                                        "outcome",
                                                "A road map for extending coverage was agreed.")));
        for (Seat seat : Seat.values()) {
            step(
                    "The mobilisation of expert " + seat.country + " is settled",
                    stage ->
                            expect(
                                    stage.post(
                                            "finance-officer",
                                            mobilisation(stage, seat, "/settlement"),
                                            Map.of()),
                                    "status",
                                    "SETTLED"));
        }
    }

    private void close() {
        step(
                "Partner and experts answer the surveys",
                stage -> {
                    stage.post("ipes", action(stage, "/surveys/partner/answers"), survey());
                    stage.post(Seat.E1.login, action(stage, "/surveys/expert/answers"), survey());
                    stage.post(
                            "activity-manager",
                            action(stage, "/surveys/participant/answers"),
                            survey());
                });
        step(
                "The action is evaluated",
                stage -> {
                    stage.await(
                            "the evaluation phase",
                            () -> stage.get("evaluation-officer", action(stage, "")),
                            answer ->
                                    answer.body()
                                            .path("status")
                                            .asString("")
                                            .equals("UNDER_EVALUATION"));
                    stage.post(
                            "evaluation-officer",
                            action(stage, "/evaluation"),
                            Form.of("evaluation").body());
                });
        step(
                "The action is closed",
                stage ->
                        expect(
                                stage.post("coordinator", action(stage, "/closure"), Map.of()),
                                "status",
                                "CLOSED"));
        step(
                "Its outcome is published",
                stage ->
                        stage.post(
                                "communication-officer",
                                action(stage, "/publication"),
                                Map.of(
                                        "outcome",
                                        Map.of(
                                                "en",
                                                        "Bogotá adopted a road map for covering street vendors.",
                                                "es",
                                                        "Bogotá adoptó una hoja de ruta para los vendedores ambulantes."))));
        step(
                "Anybody finds it in the catalogue",
                stage ->
                        stage.await(
                                "the card in the catalogue",
                                () ->
                                        stage.api()
                                                .get(
                                                        "/api/v1/catalogue/actions/"
                                                                + stage.fact("reference")),
                                answer ->
                                        answer.status() == 200
                                                && answer.body()
                                                        .toString()
                                                        .contains("hoja de ruta")));
        step(
                "The figures have grown by what happened",
                stage -> {
                    int days = Seat.E1.workload.total() + Seat.E2.workload.total();
                    Map<String, Integer> grown =
                            Map.of(
                                    "requests", 1,
                                    "actions", 1,
                                    "activities", 1,
                                    "mobilisations", Seat.values().length,
                                    "workingDays", days);
                    Map<String, Long> now = stage.figures();
                    grown.forEach(
                            (figure, more) -> {
                                long before = Long.parseLong(stage.fact("before " + figure));
                                if (now.getOrDefault(figure, 0L) != before + more) {
                                    throw new Api.Unexpected(
                                            "%s went from %d to %d, not up by %d"
                                                    .formatted(
                                                            figure,
                                                            before,
                                                            now.getOrDefault(figure, 0L),
                                                            more));
                                }
                            });
                });
    }

    private static Map<String, Object> form(Stage stage) {
        return Form.of("request")
                .with("id", stage.fact("request"))
                .with("institutionId", DemoIdentity.IPES.toString())
                .with("language", "es")
                .with("country", "CO")
                .with(
                        "proposedActivities/0/period",
                        period(stage, IMPLEMENTATION, IMPLEMENTATION_END))
                .with("wishedPeriod", period(stage, IMPLEMENTATION, 270))
                .with("signatory/date", day(stage, 0))
                .body();
    }

    private static Map<String, Object> appraisal(int relevance) {
        return Form.of("appraisal").with("scores/relevance", relevance).body();
    }

    private static Map<String, Object> termsOfReference(Stage stage) {
        return Form.of("terms-of-reference")
                .with("positions/0/days", Seat.E1.workload.days())
                .with("positions/1/days", Seat.E2.workload.days())
                .with("deliverables/0/due", day(stage, DELIVERY_END))
                .with(
                        "phases",
                        Map.of(
                                "preparation", period(stage, PREPARATION, IMPLEMENTATION - 1),
                                "implementation", period(stage, IMPLEMENTATION, IMPLEMENTATION_END),
                                "delivery", period(stage, DELIVERY, DELIVERY_END)))
                .body();
    }

    private static Map<String, Object> application(Stage stage, Seat seat) {
        return Form.of("application")
                .with("id", stage.fact(seat.fact("application")))
                .with("position", seat.name())
                .body();
    }

    private static Map<String, Object> scores(int technicalFit) {
        return Form.of("scores").with("scores/technicalFit", technicalFit).body();
    }

    private static Map<String, Object> survey() {
        return Form.of("survey").body();
    }

    private static Map<String, Object> worked(Seat seat) {
        return Map.of("position", seat.name(), "days", seat.workload.total());
    }

    private static Map<String, Object> period(Stage stage, int from, int to) {
        return Map.of("from", day(stage, from), "to", day(stage, to));
    }

    private static String request(Stage stage, String below) {
        return "/api/v1/requests/" + stage.fact("request") + below;
    }

    private static String action(Stage stage, String below) {
        return "/api/v1/actions/" + stage.fact("action") + below;
    }

    private static String activity(Stage stage, String below) {
        return action(stage, "/activities/1" + below);
    }

    private static String call(Stage stage, String below) {
        return "/api/v1/calls/" + stage.fact("call") + below;
    }

    private static String application(Stage stage, Seat seat, String below) {
        return "/api/v1/applications/" + stage.fact(seat.fact("application")) + below;
    }

    private static String mobilisation(Stage stage, Seat seat, String below) {
        return "/api/v1/mobilisations/" + stage.fact(seat.fact("mobilisation")) + below;
    }

    private static LocalDate date(Stage stage, int days) {
        return LocalDate.parse(stage.fact("start")).plusDays(days);
    }

    private static String day(Stage stage, int days) {
        return date(stage, days).toString();
    }

    private static Instant at(Stage stage, int days, LocalTime time) {
        return date(stage, days).atTime(time).atZone(BRUSSELS).toInstant();
    }

    /** The id of what a command created: its own member, or the end of its address. */
    private static String created(Api.Answer answer) {
        String location = answer.location();
        return location == null
                ? answer.text("id")
                : location.substring(location.lastIndexOf('/') + 1);
    }

    private static void expect(Api.Answer answer, String member, String value) {
        if (!answer.text(member).equals(value)) {
            throw new Api.Unexpected(
                    "%s is %s, not %s".formatted(member, answer.text(member), value));
        }
    }
}
