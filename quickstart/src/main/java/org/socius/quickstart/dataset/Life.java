package org.socius.quickstart.dataset;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Countries;
import org.socius.quickstart.dataset.Entry.Person;
import org.socius.quickstart.journey.Api;
import org.socius.quickstart.journey.Form;
import org.socius.quickstart.journey.Workload;
import tools.jackson.databind.JsonNode;

/**
 * One institution's request, played up to a point and left there. All dates are reckoned so that
 * the last thing entered lies a few days back.
 */
final class Life {

    /** Where a life is left; each includes everything before it on the main path. */
    enum Until {
        DRAFT(0),
        SUBMITTED(1),
        UNDER_SCREENING(8),
        RETURNED(10),
        INELIGIBLE(10),
        UNDER_APPRAISAL(22),
        WITHDRAWN(23),
        REJECTED(24),
        IN_DESIGN(46),
        CANCELLED(47),
        AWAITING_APPROVAL(50),
        REFUSED(56),
        APPROVED(57),
        TOR_IN_DRAFT(61),
        TOR_FINAL(67),
        CALL_DRAFTED(69),
        CALL_OPEN(84),
        CALL_CLOSED(93),
        UNDER_SELECTION(98),
        UNFILLED(102),
        SELECTED(102),
        DECLINED(104),
        PROPOSED(104),
        AWAITING_AUTHORISATION(106),
        AUTHORISATION_REFUSED(110),
        AUTHORISED(110),
        CONTRACTING(113),
        TEAM_COMPLETE(118),
        CONFIRMED(117),
        IN_PREPARATION(127),
        IN_PROGRESS(133),
        REPORTING(147),
        UNDER_QUALITY_REVIEW(152),
        COMPLETED(162),
        UNDER_EVALUATION(172),
        CLOSED(190);

        private final int age;

        Until(int age) {
            this.age = age;
        }
    }

    private static final ZoneId BRUSSELS = ZoneId.of("Europe/Brussels");
    private static final int BIDDERS = 5;
    private static final int POLLS = 120;
    private static final Duration BETWEEN_POLLS = Duration.ofMillis(500);

    private static final Person COORDINATOR = Person.staff("coordinator");
    private static final Person OTHER_COORDINATOR = new Person("coordinator", "coordinator-2");
    private static final Person APPROVER = Person.staff("approver");
    private static final Person COMMISSION = Person.staff("commission");
    private static final Person MANAGER = Person.staff("activity-manager");
    private static final Person OFFICER = Person.staff("mobilisation-officer");
    private static final Person FINANCE = Person.staff("finance-officer");

    private static final List<String> KINDS =
            List.of(
                    "National Social Insurance Fund",
                    "Ministry of Labour and Social Protection",
                    "Public Employment Service",
                    "Directorate of Social Assistance",
                    "Labour Inspectorate");
    private static final List<String> SUBJECTS =
            List.of(
                    "extending coverage to informal workers",
                    "a reform of old-age pensions",
                    "active labour market measures",
                    "a register of social assistance",
                    "safety and health at work",
                    "labour market information",
                    "care for older persons",
                    "social dialogue");
    private static final List<List<String>> THEMES =
            List.of(
                    List.of("SI-COV", "LB-INF"),
                    List.of("SI-PEN"),
                    List.of("EM-ALM", "EM-PES"),
                    List.of("SA-TOO", "XC-IST"),
                    List.of("LB-OSH"),
                    List.of("EM-LMI"),
                    List.of("SA-OLD"),
                    List.of("LB-DIA"));
    private static final List<String> ACTIVITY_TYPES =
            List.of(
                    "feasibility_study",
                    "workshop",
                    "training",
                    "technical_advice",
                    "mapping_and_assessment");

    private final Entry entry;
    private final int number;
    private final Until until;
    private final Countries.Country country;
    private final LocalDate start;
    private final Person drafter;
    private final Person signatory;
    private final String institution;
    private final String request;
    private String action = "";

    private enum Seat {
        E1(3, 10, 5),
        E2(2, 8, 4);

        private final Workload workload;

        Seat(int preparation, int implementation, int delivery) {
            this.workload = new Workload(preparation, implementation, delivery);
        }
    }

    /**
     * @param number distinguishes this life from the others; country, subject and experts follow
     */
    Life(Entry entry, int number, Until until) {
        this.entry = entry;
        this.number = number;
        this.until = until;
        List<Countries.Country> eligible =
                Countries.all().stream().filter(Countries.Country::eligible).toList();
        this.country = eligible.get(number * 29 % eligible.size());
        this.start = entry.today().minusDays(until.age + 3 + number % 4);
        this.institution = Entry.idOf("institution/" + number);
        this.request = Entry.idOf("request/" + number);
        this.drafter = new Person("partner-drafter", institution);
        this.signatory = new Person("partner-signatory", institution);
    }

    /** The id of the call in the life with this number. */
    static String call(int number) {
        return Entry.idOf("call/" + number);
    }

    void play() {
        ask();
        if (reached(Until.UNDER_SCREENING)) {
            decide();
        }
        if (reached(Until.IN_DESIGN)) {
            design();
        }
        if (reached(Until.TOR_IN_DRAFT)) {
            prepare();
        }
        if (reached(Until.CALL_DRAFTED)) {
            find();
        }
        if (reached(Until.PROPOSED)) {
            mobilise();
        }
        if (reached(Until.CONFIRMED)) {
            carryOut();
        }
        if (reached(Until.COMPLETED)) {
            end();
        }
    }

    private boolean reached(Until stage) {
        return until.compareTo(stage) >= 0;
    }

    private LocalDate day(int offset) {
        return start.plusDays(offset);
    }

    private Api.Answer did(
            String step, Person person, int offset, String path, Map<String, ?> body) {
        return entry.post("life-" + number + "/" + step, person, day(offset), path, body);
    }

    private void ask() {
        String kind = KINDS.get(number % KINDS.size());
        did(
                "institution",
                COORDINATOR,
                -20,
                "/api/v1/institutions",
                Map.of(
                        "id",
                        institution,
                        "name",
                        Map.of("en", kind + " of " + country.name()),
                        "legalNature",
                        number % 5 == 0 ? "MANDATED_BODY" : "PUBLIC_AUTHORITY",
                        "level",
                        "NATIONAL",
                        "country",
                        country.iso2(),
                        "aliases",
                        List.of()));
        did("draft", drafter, 0, "/api/v1/requests", form());
        if (reached(Until.SUBMITTED)) {
            did("submit", signatory, 1, requestPath("/submission"), Map.of("declaration", true));
        }
    }

    private void decide() {
        did("screen", COORDINATOR, 8, requestPath("/screening"), Map.of());
        if (until == Until.RETURNED) {
            did(
                    "return",
                    COORDINATOR,
                    10,
                    requestPath("/return"),
                    Map.of(
                            "reason",
                            "The counterpart team is not named.",
                            "missing",
                            List.of("counterpartTeam")));
        } else if (until == Until.INELIGIBLE) {
            did(
                    "ineligible",
                    COORDINATOR,
                    10,
                    requestPath("/eligibility"),
                    Map.of(
                            "eligible",
                            false,
                            "reasonCode",
                            "EQUIPMENT_OR_MONEY_ASKED_FOR",
                            "reason",
                            "The request is for vehicles."));
        }
        if (!reached(Until.UNDER_APPRAISAL)) {
            return;
        }
        did("eligible", COORDINATOR, 10, requestPath("/eligibility"), Map.of("eligible", true));
        did("consult", COORDINATOR, 10, requestPath("/delegation-consultation"), Map.of());
        did(
                "opinion",
                new Person("delegation", "delegation-" + country.iso2()),
                16,
                requestPath("/delegation-opinion"),
                Map.of(
                        "opinion",
                        number % 3 == 0 ? "WITH_REMARKS" : "POSITIVE",
                        "text",
                        "Fits the country programme."));
        int score = until == Until.REJECTED ? 2 : 4;
        did("appraise", COORDINATOR, 20, requestPath("/appraisals"), appraisal(score));
        if (until == Until.UNDER_APPRAISAL) {
            return;
        }
        did("appraise-2", MANAGER, 22, requestPath("/appraisals"), appraisal(score));
        switch (until) {
            case WITHDRAWN ->
                    did(
                            "withdraw",
                            signatory,
                            23,
                            requestPath("/withdrawal"),
                            Map.of("reason", "The ministry was reorganised."));
            case REJECTED ->
                    did(
                            "reject",
                            COORDINATOR,
                            24,
                            requestPath("/rejection"),
                            Map.of(
                                    "reasonCode",
                                    "NEEDS_LONG_TERM_PRESENCE",
                                    "reason",
                                    "This needs a resident adviser."));
            default -> did("accept", COORDINATOR, 24, requestPath("/acceptance"), Map.of());
        }
    }

    private void design() {
        action =
                until(
                                "the action of " + request,
                                () ->
                                        entry.api()
                                                .get(
                                                        "coordinator",
                                                        "/api/v1/actions?requestId=" + request),
                                body -> body.path("items").size() == 1)
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();
        entry.put(
                "life-" + number + "/design",
                COORDINATOR,
                day(40),
                actionPath("/design"),
                designOfAction());
        did(
                "plan",
                COORDINATOR,
                41,
                actionPath("/activities"),
                Form.of("activity")
                        .with("type", activityType())
                        .with("title", Map.of("en", "First mission on " + subject()))
                        .with("modality", number % 4 == 0 ? "REMOTE" : "ON_SITE")
                        .with("place", Map.of("city", "Capital", "country", country.iso2()))
                        .with("plannedStart", day(130).toString())
                        .with("plannedEnd", day(141).toString())
                        .body());
        if (until == Until.IN_DESIGN) {
            return;
        }
        did("agree", signatory, 44, actionPath("/partner-agreement"), Map.of());
        if (until == Until.CANCELLED) {
            did(
                    "cancel",
                    signatory,
                    46,
                    actionPath("/cancellation"),
                    Map.of("reason", "Another programme covers it."));
            return;
        }
        did("ask-approval", COORDINATOR, 46, actionPath("/approval-request"), Map.of());
        if (until == Until.AWAITING_APPROVAL) {
            return;
        }
        did("commission", COMMISSION, 52, actionPath("/commission-agreement"), Map.of());
        if (until == Until.REFUSED) {
            did(
                    "refuse",
                    APPROVER,
                    55,
                    actionPath("/refusal"),
                    Map.of(
                            "reason",
                            "The budget of the year is used up.",
                            "reasonCode",
                            "BUDGET_EXHAUSTED"));
            return;
        }
        did("approve", APPROVER, 55, actionPath("/approval"), Map.of());
    }

    private void prepare() {
        did("tor", MANAGER, 60, activityPath("/terms-of-reference"), termsOfReference());
        if (until == Until.TOR_IN_DRAFT) {
            return;
        }
        did(
                "tor-no-objection",
                signatory,
                64,
                activityPath("/terms-of-reference/no-objection"),
                Map.of());
        did(
                "tor-final",
                COORDINATOR,
                66,
                activityPath("/terms-of-reference/finalisation"),
                Map.of());
        if (reached(Until.CALL_DRAFTED)) {
            did("staffing", OFFICER, 67, activityPath("/staffing"), Map.of());
        }
    }

    private void find() {
        String call = call(number);
        did(
                "call",
                OFFICER,
                68,
                "/api/v1/calls",
                Map.of("id", call, "actionId", action, "activity", 1));
        if (until == Until.CALL_DRAFTED) {
            return;
        }
        LocalDate deadline = until == Until.CALL_OPEN ? day(105) : day(90);
        did(
                "call-publish",
                COORDINATOR,
                69,
                "/api/v1/calls/" + call + "/publication",
                Map.of(
                        "deadline",
                        deadline.atTime(LocalTime.of(23, 59))
                                .atZone(BRUSSELS)
                                .toOffsetDateTime()
                                .toString()));
        if (until != Until.UNFILLED) {
            for (int bidder = 0; bidder < BIDDERS; bidder++) {
                did(
                        "apply-" + bidder,
                        self(bidder),
                        80,
                        "/api/v1/calls/" + call + "/applications",
                        bid(bidder));
            }
            did(
                    "apply-" + BIDDERS,
                    self(BIDDERS),
                    81,
                    "/api/v1/calls/" + call + "/applications",
                    bid(BIDDERS));
            withdrawOne();
        }
        if (!reached(Until.UNDER_SELECTION)) {
            return;
        }
        select(call);
    }

    /** Entered as it happens where the call's deadline shall close it by itself. */
    private void withdrawOne() {
        Map<String, String> why = Map.of("reason", "No time after all.");
        if (until == Until.CALL_CLOSED) {
            entry.now(
                    "life-" + number + "/withdraw",
                    self(BIDDERS),
                    applicationPath(BIDDERS, "/withdrawal"),
                    why);
        } else {
            did("withdraw", self(BIDDERS), 82, applicationPath(BIDDERS, "/withdrawal"), why);
        }
    }

    private void select(String call) {
        did("selection", OFFICER, 92, "/api/v1/calls/" + call + "/selection-start", Map.of());
        if (until == Until.UNFILLED) {
            did("outcome", OFFICER, 100, "/api/v1/calls/" + call + "/outcome", Map.of());
            return;
        }
        did(
                "inadmissible",
                OFFICER,
                93,
                applicationPath(4, "/admissibility"),
                Map.of("admissible", false, "reason", "The employer's support is missing."));
        for (int bidder = 0; bidder < 4; bidder++) {
            did(
                    "admissible-" + bidder,
                    OFFICER,
                    93,
                    applicationPath(bidder, "/admissibility"),
                    Map.of("admissible", true));
        }
        int shortlisted = until == Until.UNDER_SELECTION ? 2 : 4;
        for (int bidder = 0; bidder < shortlisted; bidder++) {
            did(
                    "score-a-" + bidder,
                    OTHER_COORDINATOR,
                    95,
                    applicationPath(bidder, "/scores"),
                    scores(bidder));
            did(
                    "score-b-" + bidder,
                    MANAGER,
                    95,
                    applicationPath(bidder, "/scores"),
                    scores(bidder));
            did(
                    "shortlist-" + bidder,
                    OFFICER,
                    96,
                    applicationPath(bidder, "/shortlisting"),
                    Map.of());
        }
        if (until == Until.UNDER_SELECTION) {
            return;
        }
        did("select-0", COORDINATOR, 98, applicationPath(0, "/selection"), Map.of());
        did("select-1", COORDINATOR, 98, applicationPath(1, "/selection"), Map.of());
        did("reserve-2", COORDINATOR, 98, applicationPath(2, "/reserve"), Map.of());
        did(
                "reject-3",
                COORDINATOR,
                98,
                applicationPath(3, "/rejection"),
                Map.of("reason", "Others were stronger."));
        if (until == Until.SELECTED) {
            return;
        }
        did("accept-0", self(0), 100, applicationPath(0, "/acceptance"), Map.of());
        if (until == Until.DECLINED) {
            did(
                    "decline-1",
                    self(1),
                    100,
                    applicationPath(1, "/decline"),
                    Map.of("reason", "A change of post."));
            did("outcome", OFFICER, 102, "/api/v1/calls/" + call + "/outcome", Map.of());
            return;
        }
        did("accept-1", self(1), 100, applicationPath(1, "/acceptance"), Map.of());
        for (int bidder = 0; bidder < 2; bidder++) {
            did(
                    "no-objection-" + bidder,
                    signatory,
                    101,
                    applicationPath(bidder, "/partner-no-objection"),
                    Map.of());
        }
        did("outcome", OFFICER, 102, "/api/v1/calls/" + call + "/outcome", Map.of());
    }

    private void mobilise() {
        for (Seat seat : Seat.values()) {
            String path = mobilisationPath(seat);
            if (until == Until.PROPOSED) {
                continue;
            }
            did(
                    "authorisation-request-" + seat,
                    OFFICER,
                    104,
                    path + "/authorisation-request",
                    Map.of());
            if (until == Until.AWAITING_AUTHORISATION) {
                continue;
            }
            Person employer = new Person("employer", Roster.employer(expert(seat.ordinal())));
            if (until == Until.AUTHORISATION_REFUSED) {
                did(
                        "authorisation-refused-" + seat,
                        employer,
                        106,
                        path + "/authorisation-refusal",
                        Map.of("reason", "Needed at home."));
                continue;
            }
            did(
                    "authorised-" + seat,
                    employer,
                    106,
                    path + "/authorisation",
                    Map.of("documentReference", "letter " + number + seat));
            if (until == Until.AUTHORISED) {
                continue;
            }
            did(
                    "contract-" + seat,
                    FINANCE,
                    108,
                    path + "/contract",
                    Map.of(
                            "contractNumber", "D-" + number + "-" + seat,
                            "days", seat.workload.days(),
                            "validFrom", day(120).toString(),
                            "validTo", day(158).toString()));
            if (until == Until.CONTRACTING) {
                continue;
            }
            did(
                    "sign-" + seat,
                    self(seat.ordinal()),
                    110,
                    path + "/signature",
                    Map.of("codeOfConduct", true));
        }
        if (reached(Until.TEAM_COMPLETE)) {
            activity("TEAM_COMPLETE");
        }
    }

    private void carryOut() {
        if (until == Until.CONFIRMED || until == Until.IN_PREPARATION) {
            entry.now(
                    "life-" + number + "/confirm",
                    MANAGER,
                    activityPath("/confirmation"),
                    Map.of());
            return;
        }
        did(
                "confirm",
                MANAGER,
                112,
                activityPath("/confirmation"),
                Map.of("partnerAgreedOn", day(111).toString()));
        did("start", MANAGER, 130, activityPath("/start"), Map.of());
        for (Seat seat : Seat.values()) {
            did(
                    "assignment-" + seat,
                    OFFICER,
                    130,
                    mobilisationPath(seat) + "/start",
                    Map.of(
                            "briefedOn",
                            day(129).toString(),
                            "insuranceReference",
                            "INS-" + number + seat));
        }
        if (until == Until.IN_PROGRESS) {
            return;
        }
        did(
                "ended",
                MANAGER,
                141,
                activityPath("/implementation-end"),
                Map.of(
                        "endedOn", day(141).toString(),
                        "participants",
                                List.of(
                                        Map.of(
                                                "institution",
                                                "The partner",
                                                "women",
                                                8 + number % 7,
                                                "men",
                                                6 + number % 5,
                                                "other",
                                                0))));
        if (until == Until.REPORTING) {
            for (Seat seat : Seat.values()) {
                did(
                        "assignment-end-" + seat,
                        OFFICER,
                        142,
                        mobilisationPath(seat) + "/end",
                        Map.of());
            }
            return;
        }
        String report = Entry.idOf("report/" + number);
        did(
                "report",
                self(0),
                148,
                activityPath("/deliverables"),
                Map.of(
                        "id",
                        report,
                        "kind",
                        "mission report",
                        "title",
                        "Mission report",
                        "document",
                        Map.of("name", "report.pdf", "reference", "demo-report-" + number)));
        if (until == Until.UNDER_QUALITY_REVIEW) {
            return;
        }
        did(
                "report-accepted",
                MANAGER,
                152,
                activityPath("/deliverables/" + report + "/acceptance"),
                Map.of());
        for (Seat seat : Seat.values()) {
            String path = mobilisationPath(seat);
            did("assignment-end-" + seat, OFFICER, 153, path + "/end", Map.of());
            did(
                    "days-" + seat,
                    FINANCE,
                    154,
                    path + "/working-days",
                    seat.workload.worked(day(142).toString(), day(153).toString()));
        }
        did(
                "complete",
                MANAGER,
                156,
                activityPath("/completion"),
                Map.of(
                        "completedOn",
                        day(156).toString(),
                        "outcome",
                        "The partner has a plan that it can carry out by itself."));
    }

    private void end() {
        if (until == Until.COMPLETED) {
            return;
        }
        for (Seat seat : Seat.values()) {
            did("settle-" + seat, FINANCE, 160, mobilisationPath(seat) + "/settlement", Map.of());
        }
        did(
                "survey",
                signatory,
                162,
                actionPath("/surveys/partner/answers"),
                Form.of("survey").with("qualityOfExperts", 4 + number % 2).body());
        until(
                "the evaluation phase",
                () -> entry.api().get("coordinator", actionPath("")),
                body -> body.path("status").asString("").equals("UNDER_EVALUATION"));
        if (until == Until.UNDER_EVALUATION) {
            return;
        }
        did(
                "evaluate",
                Person.staff("evaluation-officer"),
                170,
                actionPath("/evaluation"),
                Form.of("evaluation")
                        .with("criteria/sustainability", 2 + number % 3)
                        .with(
                                "outcomeLevel",
                                CodeList.OUTCOME_LEVELS.entries().get(number % 7).code())
                        .body());
        did("close", COORDINATOR, 180, actionPath("/closure"), Map.of());
        did(
                "publish",
                Person.staff("communication-officer"),
                184,
                actionPath("/publication"),
                Map.of(
                        "outcome",
                        Map.of(
                                "en",
                                "The institution of "
                                        + country.name()
                                        + " works with a new plan on "
                                        + subject()
                                        + ".")));
    }

    private void activity(String status) {
        until(
                "the activity to be " + status,
                () -> entry.api().get("coordinator", actionPath("")),
                body -> body.path("activities").path(0).path("status").asString("").equals(status));
    }

    private JsonNode until(String what, Supplier<Api.Answer> question, Predicate<JsonNode> enough) {
        for (int poll = 0; poll < POLLS; poll++) {
            Api.Answer answer = question.get();
            if (answer.status() == 200 && enough.test(answer.body())) {
                return answer.body();
            }
            LockSupport.parkNanos(BETWEEN_POLLS.toNanos());
        }
        throw new Entry.NotTaken(what, question.get());
    }

    private int expert(int bidder) {
        return (number * 6 + bidder) % Roster.VERIFIED;
    }

    private Person self(int bidder) {
        return new Person("expert", Roster.expert(expert(bidder)));
    }

    private String subject() {
        return SUBJECTS.get(number % SUBJECTS.size());
    }

    private String requestPath(String below) {
        return "/api/v1/requests/" + request + below;
    }

    private String actionPath(String below) {
        return "/api/v1/actions/" + action + below;
    }

    private String activityPath(String below) {
        return actionPath("/activities/1" + below);
    }

    private String application(int bidder) {
        return Entry.idOf("application/" + number + "/" + bidder);
    }

    private String applicationPath(int bidder, String below) {
        return "/api/v1/applications/" + application(bidder) + below;
    }

    private String mobilisationPath(Seat seat) {
        String application = application(seat.ordinal());
        return "/api/v1/mobilisations/"
                + until(
                                "the mobilisation of " + seat,
                                () ->
                                        entry.api()
                                                .get(
                                                        "mobilisation-officer",
                                                        "/api/v1/mobilisations?application="
                                                                + application),
                                body -> body.path("items").size() == 1)
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString();
    }

    private Map<String, Object> form() {
        return Form.of("request")
                .with("id", request)
                .with("institutionId", institution)
                .with("title", "Support for " + subject())
                .with("country", country.iso2())
                .with("summary", "Peers of European institutions help us with " + subject() + ".")
                .with("generalObjective", "More people are protected")
                .with("specificObjective", "Our staff can plan and steer " + subject())
                .with("typesOfAssistance", List.of(typeOfAssistance()))
                .with("themes", themes())
                .with("proposedActivities/0/type", activityType())
                .with("proposedActivities/0/period", period(130, 141))
                .with("wishedPeriod", period(120, 300))
                .with("signatory/name", "Director " + number)
                .with("signatory/date", day(0).toString())
                .body();
    }

    private Map<String, Object> designOfAction() {
        List<String> themes = themes();
        return Form.of("design")
                .with("title", Map.of("en", "Support for " + subject() + " in " + country.name()))
                .with(
                        "objective",
                        Map.of(
                                "en",
                                "Staff of the institution plans and steers " + subject() + "."))
                .with("typesOfAssistance", List.of(typeOfAssistance()))
                .with(
                        "themes",
                        themes.size() == 1
                                ? List.of(Map.of("code", themes.get(0), "share", 100))
                                : List.of(
                                        Map.of("code", themes.get(0), "share", 60),
                                        Map.of("code", themes.get(1), "share", 40)))
                .with("markers/gender", number % 3)
                .with("markers/governance", 1)
                .with("markers/disability", number % 2)
                .with("budgetCeiling/amountMinor", 4_000_000 + number * 50_000)
                .with("countries/0/code", country.iso2())
                .body();
    }

    private Map<String, Object> termsOfReference() {
        return Form.of("terms-of-reference")
                .with("positions/0/days", Seat.E1.workload.days())
                .with("positions/1/days", Seat.E2.workload.days())
                .with("deliverables/0/due", day(156).toString())
                .with(
                        "phases",
                        Map.of(
                                "preparation", period(124, 129),
                                "implementation", period(130, 141),
                                "delivery", period(142, 156)))
                .body();
    }

    private Map<String, String> period(int from, int to) {
        return Map.of("from", day(from).toString(), "to", day(to).toString());
    }

    private List<String> themes() {
        return THEMES.get(number % THEMES.size());
    }

    private String typeOfAssistance() {
        return CodeList.TYPES_OF_ASSISTANCE.entries().get(number % 5).code();
    }

    private String activityType() {
        return ACTIVITY_TYPES.get(number % ACTIVITY_TYPES.size());
    }

    private Map<String, Object> bid(int bidder) {
        return Form.of("application")
                .with("id", application(bidder))
                .with("position", bidder % 2 == 0 ? "E1" : "E2")
                .body();
    }

    private static Map<String, Object> appraisal(int score) {
        Form form = Form.of("appraisal");
        for (String criterion :
                List.of("relevance", "ownership", "coherence", "expertise", "inclusion")) {
            form.with("scores/" + criterion, score);
        }
        return form.body();
    }

    private static Map<String, Object> scores(int bidder) {
        return Form.of("scores").with("scores/technicalFit", 44 - bidder).body();
    }
}
