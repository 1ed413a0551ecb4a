package org.socius.quickstart.dataset;

import static java.util.Map.entry;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Countries;
import org.socius.quickstart.dataset.Entry.Person;
import org.socius.quickstart.journey.Api;
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
    private static final java.time.Duration BETWEEN_POLLS = java.time.Duration.ofMillis(500);

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
        E1("principal expert", true, 3, 10, 5),
        E2("expert", false, 2, 8, 4);

        private final String responsibility;
        private final boolean principal;
        private final int preparation;
        private final int implementation;
        private final int delivery;

        Seat(
                String responsibility,
                boolean principal,
                int preparation,
                int implementation,
                int delivery) {
            this.responsibility = responsibility;
            this.principal = principal;
            this.preparation = preparation;
            this.implementation = implementation;
            this.delivery = delivery;
        }

        private Map<String, Object> days() {
            return Map.of(
                    "preparation",
                    preparation,
                    "implementation",
                    implementation,
                    "delivery",
                    delivery);
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
                designBody());
        did(
                "plan",
                COORDINATOR,
                41,
                actionPath("/activities"),
                Map.ofEntries(
                        entry("type", ACTIVITY_TYPES.get(number % ACTIVITY_TYPES.size())),
                        entry("title", Map.of("en", "First mission on " + subject())),
                        entry("modality", number % 4 == 0 ? "REMOTE" : "ON_SITE"),
                        entry("place", Map.of("city", "Capital", "country", country.iso2())),
                        entry("plannedStart", day(130).toString()),
                        entry("plannedEnd", day(141).toString()),
                        entry("estimatedDays", 32),
                        entry("dependsOn", List.of())));
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
        String call = Entry.idOf("call/" + number);
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
                            "days", seat.days(),
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
                    Map.of(
                            "entries",
                            List.of(
                                    Map.of("phase", "preparation", "days", seat.preparation),
                                    Map.of("phase", "implementation", "days", seat.implementation),
                                    Map.of(
                                            "phase",
                                            "delivery",
                                            "days",
                                            seat.delivery,
                                            "from",
                                            day(142).toString(),
                                            "to",
                                            day(153).toString()))));
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
                Map.of(
                        "activity",
                        1,
                        "relevance",
                        5,
                        "qualityOfExperts",
                        4 + number % 2,
                        "organisation",
                        4,
                        "usefulness",
                        5,
                        "wouldRecommend",
                        true,
                        "wouldWorkAgain",
                        true,
                        "comment",
                        "Useful."));
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
                Map.of(
                        "criteria",
                        Map.of(
                                "relevance",
                                4,
                                "coherence",
                                3,
                                "effectiveness",
                                4,
                                "efficiency",
                                3,
                                "impact",
                                3,
                                "sustainability",
                                2 + number % 3),
                        "text",
                        "Carried out as planned.",
                        "outcomeLevel",
                        CodeList.OUTCOME_LEVELS.entries().get(number % 7).code(),
                        "finalReportAccepted",
                        true));
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

    private JsonNode until(
            String what,
            Supplier<Api.Answer> question,
            java.util.function.Predicate<JsonNode> enough) {
        for (int poll = 0; poll < POLLS; poll++) {
            Api.Answer answer = question.get();
            if (answer.status() == 200 && enough.test(answer.body())) {
                return answer.body();
            }
            java.util.concurrent.locks.LockSupport.parkNanos(BETWEEN_POLLS.toNanos());
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
        List<String> themes = THEMES.get(number % THEMES.size());
        return Map.ofEntries(
                entry("id", request),
                entry("form", "FULL"),
                entry("institutionId", institution),
                entry("language", "en"),
                entry("title", "Support for " + subject()),
                entry("country", country.iso2()),
                entry("summary", "Peers of European institutions help us with " + subject() + "."),
                entry(
                        "context",
                        "A national strategy asks for it; our staff has not done it before."),
                entry("strategyServed", "National social protection strategy"),
                entry("generalObjective", "More people are protected"),
                entry("specificObjective", "Our staff can plan and steer " + subject()),
                entry("expectedResults", List.of("A plan", "Trained staff")),
                entry(
                        "typesOfAssistance",
                        List.of(CodeList.TYPES_OF_ASSISTANCE.entries().get(number % 5).code())),
                entry("themes", themes),
                entry("targetGroups", List.of("informal workers", "officials of the partner")),
                entry(
                        "proposedActivities",
                        List.of(
                                Map.of(
                                        "type",
                                        ACTIVITY_TYPES.get(number % ACTIVITY_TYPES.size()),
                                        "purpose",
                                        "Learn how others do it",
                                        "place",
                                        "Capital",
                                        "period",
                                        Map.of(
                                                "from",
                                                day(130).toString(),
                                                "to",
                                                day(141).toString())))),
                entry("counterpartTeam", "Four people of the planning unit"),
                entry("ownContribution", "Premises and interpretation"),
                entry("otherDonors", "none"),
                entry("earlierCooperation", List.of()),
                entry(
                        "wishedPeriod",
                        Map.of("from", day(120).toString(), "to", day(300).toString())),
                entry("workingLanguage", "en"),
                entry(
                        "delegationInformed",
                        Map.of("informed", true, "contact", "Cooperation section")),
                entry(
                        "signatory",
                        Map.of(
                                "name",
                                "Director " + number,
                                "function",
                                "Director",
                                "place",
                                "Capital",
                                "date",
                                day(0).toString())),
                entry("dataConsent", true));
    }

    private Map<String, Object> designBody() {
        List<String> themes = THEMES.get(number % THEMES.size());
        List<Map<String, Object>> shares =
                themes.size() == 1
                        ? List.of(Map.of("code", themes.get(0), "share", 100))
                        : List.of(
                                Map.of("code", themes.get(0), "share", 60),
                                Map.of("code", themes.get(1), "share", 40));
        return Map.ofEntries(
                entry("title", Map.of("en", "Support for " + subject() + " in " + country.name())),
                entry(
                        "objective",
                        Map.of(
                                "en",
                                "Staff of the institution plans and steers " + subject() + ".")),
                entry(
                        "results",
                        List.of(Map.of("text", "A plan", "indicator", "Adopted by the board"))),
                entry(
                        "typesOfAssistance",
                        List.of(CodeList.TYPES_OF_ASSISTANCE.entries().get(number % 5).code())),
                entry("themes", shares),
                entry("sdgTargets", List.of("1.3", "8.5")),
                entry(
                        "markers",
                        Map.of(
                                "gender",
                                number % 3,
                                "governance",
                                1,
                                "environment",
                                0,
                                "humanRights",
                                1,
                                "disability",
                                number % 2)),
                entry(
                        "budgetCeiling",
                        Map.of("amountMinor", 4_000_000 + number * 50_000, "currency", "EUR")),
                entry("countries", List.of(Map.of("code", country.iso2(), "share", 100))),
                entry(
                        "stakeholders",
                        List.of(Map.of("name", "Ministry of Finance", "role", "consulted"))),
                entry("risks", "Staff may change after the elections"));
    }

    private Map<String, Object> termsOfReference() {
        return Map.of(
                "tasks", List.of("Prepare and lead the mission"),
                "positions", List.of(position(Seat.E1), position(Seat.E2)),
                "deliverables",
                        List.of(
                                Map.of(
                                        "kind",
                                        "mission report",
                                        "title",
                                        "Mission report",
                                        "due",
                                        day(156).toString(),
                                        "mandatory",
                                        true)),
                "phases",
                        Map.of(
                                "preparation",
                                        Map.of(
                                                "from",
                                                day(124).toString(),
                                                "to",
                                                day(129).toString()),
                                "implementation",
                                        Map.of(
                                                "from",
                                                day(130).toString(),
                                                "to",
                                                day(141).toString()),
                                "delivery",
                                        Map.of(
                                                "from",
                                                day(142).toString(),
                                                "to",
                                                day(156).toString())));
    }

    private static Map<String, Object> position(Seat seat) {
        return Map.of(
                "code",
                seat.name(),
                "responsibility",
                seat.responsibility,
                "principal",
                seat.principal,
                "expertiseArea",
                "A",
                "profile",
                Map.of(
                        "required", List.of("Experience in a public administration"),
                        "wished", List.of("Knowledge of the region"),
                        "languages", List.of(Map.of("code", "en", "level", "B2")),
                        "yearsMin", 5),
                "days",
                seat.days(),
                "mandatory",
                true);
    }

    private Map<String, Object> bid(int bidder) {
        return Map.of(
                "id",
                application(bidder),
                "position",
                bidder % 2 == 0 ? "E1" : "E2",
                "motivation",
                "I do this work at home.",
                "evidence",
                List.of(Map.of("criterion", "technicalFit", "text", "Ten years in the field.")),
                "employerSupport",
                "YES",
                "conflictDeclaration",
                Map.of("conflict", false));
    }

    private static Map<String, Object> appraisal(int score) {
        return Map.of(
                "scores",
                Map.of(
                        "relevance",
                        score,
                        "ownership",
                        score,
                        "clarity",
                        3,
                        "coherence",
                        score,
                        "expertise",
                        score,
                        "sustainability",
                        3,
                        "inclusion",
                        score),
                "comment",
                "See the sheet.",
                "noConflictOfInterest",
                true);
    }

    private static Map<String, Object> scores(int bidder) {
        return Map.of(
                "scores",
                Map.of(
                        "technicalFit",
                        44 - bidder,
                        "experienceAbroad",
                        15,
                        "language",
                        12,
                        "peerBackground",
                        12),
                "comment",
                "See the grid.",
                "noConflictOfInterest",
                true);
    }
}
