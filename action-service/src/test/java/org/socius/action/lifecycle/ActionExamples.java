package org.socius.action.lifecycle;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.socius.action.advice.TravelAdvice;
import org.socius.action.advice.TravelAdvice.TravelAdviceEvent;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.action.lifecycle.ActivityEvent.Participants;
import org.socius.action.numbering.NumberRegister;
import org.socius.action.numbering.NumberRegister.NumberRegisterEvent;
import org.socius.action.plan.ActionDesign;
import org.socius.action.plan.ActionSettings;
import org.socius.action.plan.ActivityPlan;
import org.socius.action.plan.HistoricalAction;
import org.socius.action.plan.TermsOfReference;
import org.socius.action.plan.TermsOfReference.Days;
import org.socius.action.plan.TermsOfReference.ExpectedDeliverable;
import org.socius.action.plan.TermsOfReference.Period;
import org.socius.action.plan.TermsOfReference.Position;
import org.socius.action.reference.ReferenceList;
import org.socius.action.reference.ReferenceList.ReferenceListEvent;
import org.socius.platform.command.Actor;
import org.socius.platform.command.EventMoment;
import org.socius.platform.format.Money;
import org.socius.platform.partners.Partners;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.settings.SettingList.SettingsChanged;
import org.socius.platform.testing.BoundSettings;
import org.socius.platform.testing.Story;

/**
 * Short words for everything that happens in stories about actions. The story begins on 2 November
 * 2026.
 */
final class ActionExamples {

    static final String ACTION = "action-1";
    static final String INSTITUTION = "ipes";
    static final Actor SYSTEM = Actor.system("request-intake");
    static final Actor CLARA = Story.person("clara", "coordinator");
    static final Actor OLGA = Story.person("olga", "approver");
    static final Actor ADMIN = Story.person("ada", "admin");
    static final Actor COMMISSION = Story.person("camille", "commission");
    static final Actor SIGNATORY = Story.person("sofia", "partner-signatory", INSTITUTION);
    static final Actor STRANGER = Story.person("samir", "partner-signatory", "molsa");
    static final Actor MANAGER = Story.person("max", "activity-manager");
    static final Actor OFFICER = Story.person("olaf", "mobilisation-officer");
    static final Actor EVALUATOR = Story.person("eva", "evaluation-officer");
    static final Actor DORA = Story.person("dora", "data-protection");
    static final Actor COMMUNICATOR = Story.person("carl", "communication-officer");
    static final Actor PRINCIPAL = Story.expert("expert-1");
    static final Actor SECOND_EXPERT = Story.expert("expert-2");

    private ActionExamples() {}

    /** No records of institutions were merged. */
    static final Partners EACH_BY_ITSELF = new Partners(ids -> ids);

    static Story story() {
        return story(Map.of());
    }

    /** Under settings other than the defaults. */
    static Story story(Map<String, Object> settings) {
        return story(settings, EACH_BY_ITSELF);
    }

    /** With records of institutions that were merged. */
    static Story story(Partners partners) {
        return story(Map.of(), partners);
    }

    private static Story story(Map<String, Object> settings, Partners partners) {
        return Story.of(
                EventTypes.of(
                        ActionEvent.class,
                        ActivityEvent.class,
                        NumberRegisterEvent.class,
                        TravelAdviceEvent.class,
                        ReferenceListEvent.class,
                        SettingsChanged.class),
                "2026-11-02T09:00:00Z",
                List.of(BoundSettings.with(ActionSettings.class, settings), partners),
                Action.class,
                TravelAdvice.class,
                ReferenceList.class,
                NumberRegister.class);
    }

    static OpenAction open() {
        return open(ACTION, 2026);
    }

    static OpenAction open(String id, int year) {
        return new OpenAction(
                id,
                "request-" + id,
                "R-2026-0001",
                year,
                INSTITUTION,
                Map.of("en", "Institute for Social Economy"),
                "IPES",
                "CO",
                Map.of("es", "Economía popular"),
                List.of("TA-POL"),
                List.of("SI-COV"),
                "es");
    }

    static ActionDesign design() {
        return design(List.of("TA-POL"), List.of(new ActionDesign.Share("SI-COV", 100)));
    }

    static ActionDesign design(List<String> types, List<ActionDesign.Share> themes) {
        return new ActionDesign(
                Map.of("en", "Street vendors"),
                Map.of("", "Cobertura"),
                List.of(new ActionDesign.Result(Map.of("en", "A model"), Map.of("en", "adopted"))),
                types,
                themes,
                List.of("1.3", "8.b"),
                markers(),
                new Money(6_000_000L, "EUR"),
                List.of(new ActionDesign.Share("CO", 100)),
                List.of(),
                Map.of("en", "Elections"));
    }

    static Map<String, Integer> markers() {
        return Map.of(
                "gender", 1, "governance", 2, "environment", 0, "humanRights", 1, "disability", 0);
    }

    static ActivityPlan plan() {
        return plan("workshop", "2027-03-01", "2027-03-05");
    }

    static ActivityPlan plan(String type, String start, String end) {
        return new ActivityPlan(
                type,
                Map.of("en", "Informal work"),
                "ON_SITE",
                new ActivityPlan.Place("Bogotá", "CO"),
                LocalDate.parse(start),
                LocalDate.parse(end),
                20,
                List.of(),
                null,
                null);
    }

    /** A study visit to Cyprus. */
    static ActivityPlan visit() {
        return visit(
                new ActivityPlan.Visit(
                        "CY",
                        List.of("Ministry"),
                        List.of(new ActivityPlan.Delegate("Delegate", null, null)),
                        "Head of delegation"));
    }

    static ActivityPlan visit(ActivityPlan.@Nullable Visit visit) {
        return plan("study_visit", "ON_SITE", List.of(), visit);
    }

    static ActivityPlan plan(String modality) {
        return plan("workshop", modality, List.of(), null);
    }

    static ActivityPlan dependingOn(int number) {
        return plan("workshop", "ON_SITE", List.of(number), null);
    }

    private static ActivityPlan plan(
            String type,
            String modality,
            List<Integer> dependsOn,
            ActivityPlan.@Nullable Visit visit) {
        ActivityPlan p = plan();
        return new ActivityPlan(
                type,
                p.title(),
                modality,
                p.place(),
                p.plannedStart(),
                p.plannedEnd(),
                p.estimatedDays(),
                dependsOn,
                visit,
                null);
    }

    static PlanActivity activity(int number) {
        return new PlanActivity(ACTION, number, plan());
    }

    static TermsOfReference terms() {
        return terms(
                List.of(position("E1", true, true), position("E2", false, false)),
                List.of(deliverable("mission report", "Report", true)));
    }

    static TermsOfReference terms(
            List<Position> positions, List<ExpectedDeliverable> deliverables) {
        return new TermsOfReference(
                List.of("Advise"),
                positions,
                deliverables,
                new TermsOfReference.Phases(
                        period("2027-02-15", "2027-02-26"),
                        period("2027-03-01", "2027-03-12"),
                        period("2027-03-15", "2027-03-26")));
    }

    static Period period(String from, String to) {
        return new Period(LocalDate.parse(from), LocalDate.parse(to));
    }

    static Position position(String code, boolean principal, boolean mandatory) {
        return new Position(
                code,
                "expert",
                principal,
                "A",
                new TermsOfReference.Profile(
                        List.of("law"),
                        List.of(),
                        List.of(new TermsOfReference.Language("es", "C1")),
                        8),
                new Days(3, 10, 5),
                mandatory);
    }

    static ExpectedDeliverable deliverable(String kind, String title, boolean mandatory) {
        return new ExpectedDeliverable(kind, title, LocalDate.parse("2027-03-26"), mandatory);
    }

    static AddTeamMember mobilised(int activity, String seat, int expert, boolean principal) {
        return new AddTeamMember(
                ACTION,
                activity,
                "mobilisation-" + activity + "-" + expert,
                seat,
                "expert-" + expert,
                principal,
                "PUBLIC_ADMINISTRATION",
                "IT",
                new Days(3, 10, 5));
    }

    static NoteWorkedDays worked(int activity, int expert, double days) {
        return new NoteWorkedDays(
                ACTION, activity, "mobilisation-" + activity + "-" + expert, "E" + expert, days);
    }

    /** An amendment of the budget in euro cents, and of the days of the first activity. */
    static AmendAction amended(@Nullable Long budgetMinor, @Nullable Integer days) {
        return new AmendAction(
                ACTION, amendment(budgetMinor, days == null ? List.of() : List.of(days(1, days))));
    }

    static Amendment amendment(@Nullable Long budgetMinor, List<Amendment.OfActivity> activities) {
        return new Amendment(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                budgetMinor == null ? null : new Money(budgetMinor, "EUR"),
                null,
                null,
                null,
                activities);
    }

    static Amendment.OfActivity days(int number, int days) {
        return new Amendment.OfActivity(
                number, null, null, null, null, null, null, days, null, null, null);
    }

    /** One activity more. */
    static Amendment.OfActivity more(ActivityPlan p) {
        return new Amendment.OfActivity(
                null,
                p.type(),
                p.title(),
                p.modality(),
                p.place(),
                p.plannedStart(),
                p.plannedEnd(),
                p.estimatedDays(),
                p.dependsOn(),
                p.visit(),
                p.coOrganisers());
    }

    static RescheduleActivity rescheduled(String start, String end) {
        return new RescheduleActivity(
                ACTION, 1, LocalDate.parse(start), LocalDate.parse(end), null, null, null);
    }

    static SubmitDeliverable report(String id) {
        return new SubmitDeliverable(
                ACTION, 1, id, "mission report", "Report", "report.pdf", "doc-1");
    }

    static CompleteActivity completion(int activity, String on) {
        return new CompleteActivity(
                ACTION, activity, LocalDate.parse(on), List.of(), Map.of("", "Hecho"));
    }

    static EndImplementation end(int activity, String on) {
        return new EndImplementation(
                ACTION,
                activity,
                LocalDate.parse(on),
                List.of(new Participants("IPES", 14, 9, 0)),
                null);
    }

    static EvaluateAction evaluation(boolean reportAccepted) {
        return new EvaluateAction(
                ACTION, criteria(3), "Solid work", "policy adopted", reportAccepted);
    }

    static CheckLastingEffects effects() {
        return new CheckLastingEffects(ACTION, true, true, "Sofia still runs the scheme");
    }

    static Map<String, Integer> criteria(int mark) {
        return Map.of(
                "relevance",
                mark,
                "coherence",
                mark,
                "effectiveness",
                mark,
                "efficiency",
                mark,
                "impact",
                mark,
                "sustainability",
                mark);
    }

    static AnswerSurvey answer(SurveyKind kind, int rating) {
        return new AnswerSurvey(ACTION, 1, kind, Map.of("relevance", rating), true, true, "Good");
    }

    static PublishAction publication(String outcome) {
        return new PublishAction(
                ACTION, outcome.isEmpty() ? Map.of() : Map.of("en", outcome), Map.of());
    }

    /** A story that has come to the given state of the action, or of its only activity. */
    static Story at(String state) {
        return at(state, plan());
    }

    /** The same with another plan of its only activity. */
    static Story at(String state, ActivityPlan plan) {
        return at(state, plan, _ -> {}, _ -> {});
    }

    /**
     * The same with more.
     *
     * @param planned done after the partner's agreement
     * @param approved done after the approval
     */
    static Story at(
            String state, ActivityPlan plan, Consumer<Story> planned, Consumer<Story> approved) {
        return at(story(), state, plan, planned, approved);
    }

    /** The same in a story of its own, which may have other settings. */
    static Story at(Story story, String state) {
        return at(story, state, plan(), _ -> {}, _ -> {});
    }

    private static Story at(
            Story story,
            String state,
            ActivityPlan plan,
            Consumer<Story> planned,
            Consumer<Story> approved) {
        int goal = STATES.indexOf(ASIDE.getOrDefault(state, state));
        for (int i = 0; i <= goal; i++) {
            reach(story, STATES.get(i), plan);
            if (STATES.get(i).equals("AGREED")) {
                planned.accept(story);
            } else if (STATES.get(i).equals("APPROVED")) {
                approved.accept(story);
            }
        }
        switch (state) {
            case "REFUSED" -> story.because("Dear").given(OLGA, new RefuseAction(ACTION));
            case "CANCELLED" -> story.because("Late").given(CLARA, new CancelAction(ACTION));
            case "SUSPENDED" -> story.because("War").given(CLARA, new SuspendAction(ACTION));
            case "POSTPONED" ->
                    story.because("Flood").given(MANAGER, new PostponeActivity(ACTION, 1));
            default -> {}
        }
        return story;
    }

    /** States beside the main path, and where they leave it. */
    static final Map<String, String> ASIDE =
            Map.of(
                    "REFUSED", "AWAITING_APPROVAL",
                    "CANCELLED", "AWAITING_APPROVAL",
                    "SUSPENDED", "TOR_FINAL",
                    "POSTPONED", "CONFIRMED");

    /** The action as its events tell it. */
    static Action folded(Story story, String id) {
        Action action = new Action();
        for (var message : story.messagesOf(id)) {
            EventMoment moment = EventMoment.of(message.getMetaData());
            switch (message.getPayload()) {
                case ActionEvent e -> action.evolve(e, moment);
                case ActivityEvent e -> action.evolve(e, moment);
                default -> throw new IllegalArgumentException(message.toString());
            }
        }
        return action;
    }

    /** The action as staff see it. */
    static ActionView shown(Story story) {
        return folded(story, ACTION).show(CLARA, 0);
    }

    /** The main path, in the order in which its states are met. */
    static final List<String> STATES =
            List.of(
                    "IN_DESIGN",
                    "DESIGNED",
                    "AGREED",
                    "AWAITING_APPROVAL",
                    "APPROVED",
                    "TOR_IN_DRAFT",
                    "TOR_FINAL",
                    "STAFFING",
                    "TEAM_COMPLETE",
                    "CONFIRMED",
                    "IN_PREPARATION",
                    "IN_PROGRESS",
                    "REPORTING",
                    "UNDER_QUALITY_REVIEW",
                    "COMPLETED",
                    "EVALUATED",
                    "CLOSED");

    /** The step that leads to a state of the main path. */
    static void reach(Story story, String state) {
        reach(story, state, plan());
    }

    private static void reach(Story story, String state, ActivityPlan plan) {
        switch (state) {
            case "IN_DESIGN" -> story.given(SYSTEM, open());
            case "DESIGNED" ->
                    story.given(
                            CLARA,
                            new DesignAction(ACTION, design()),
                            new PlanActivity(ACTION, 1, plan));
            case "AGREED" -> story.given(SIGNATORY, new AgreeToActionForm(ACTION));
            case "AWAITING_APPROVAL" ->
                    story.given(CLARA, new SubmitForApproval(ACTION))
                            .given(COMMISSION, new RecordCommissionAgreement(ACTION));
            case "APPROVED" -> story.given(OLGA, new ApproveAction(ACTION));
            case "TOR_IN_DRAFT" ->
                    story.given(MANAGER, new DraftTermsOfReference(ACTION, 1, terms()));
            case "TOR_FINAL" ->
                    story.given(SIGNATORY, new GiveNoObjection(ACTION, 1))
                            .given(CLARA, new FinaliseTermsOfReference(ACTION, 1));
            case "STAFFING" -> story.given(OFFICER, new OpenStaffing(ACTION, 1));
            case "TEAM_COMPLETE" -> story.given(SYSTEM, mobilised(1, "E1", 1, true));
            case "CONFIRMED" ->
                    story.given(
                            MANAGER,
                            new ConfirmActivity(
                                    ACTION,
                                    1,
                                    null,
                                    plan.visit() == null ? null : LocalDate.of(2026, 11, 2)));
            case "IN_PREPARATION" ->
                    story.at("2027-02-15T09:00:00Z")
                            .given(SYSTEM, new RecordDueActionSteps(ACTION));
            case "IN_PROGRESS" ->
                    story.at("2027-03-01T09:00:00Z").given(MANAGER, new StartActivity(ACTION, 1));
            case "REPORTING" ->
                    story.at("2027-03-12T18:00:00Z").given(MANAGER, end(1, "2027-03-12"));
            case "UNDER_QUALITY_REVIEW" -> story.given(PRINCIPAL, report("d1"));
            case "COMPLETED" ->
                    story.at("2027-03-28T09:00:00Z")
                            .given(MANAGER, new AcceptDeliverable(ACTION, 1, "d1"))
                            .given(SYSTEM, worked(1, 1, 18))
                            .given(MANAGER, completion(1, "2027-03-28"));
            case "EVALUATED" -> story.given(EVALUATOR, evaluation(true));
            case "CLOSED" ->
                    story.given(SYSTEM, new NoteSettlement(ACTION, 1, "mobilisation-1-1"))
                            .given(CLARA, new CloseAction(ACTION));
            default -> throw new IllegalArgumentException(state);
        }
    }

    /** An action of former years under this id. */
    static ImportAction history(String id, String reference, boolean ongoing) {
        return new ImportAction(
                id,
                "import-1",
                new HistoricalAction(
                        "key of " + id,
                        "fingerprint of " + reference,
                        reference,
                        Map.of("en", "Old"),
                        "institution",
                        new HistoricalAction.Institution(
                                Map.of("en", "I"), null, List.of(), null, null, null),
                        "GH",
                        false,
                        List.of("TA-POL"),
                        List.of("XC-GOV"),
                        List.of(),
                        List.of("IT"),
                        List.of("1.3"),
                        List.of(
                                new HistoricalAction.Activity(
                                        1, "policy_review", true, null, "d", null, null)),
                        "Reviewed",
                        null,
                        null,
                        true,
                        ongoing,
                        null,
                        null,
                        null,
                        "source note"));
    }
}
