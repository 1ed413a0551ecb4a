package org.socius.reporting.intake;

import static org.socius.contracts.Roles.*;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Topics;
import org.socius.contracts.action.ActionContract;
import org.socius.contracts.action.ActionContract.*;
import org.socius.contracts.expert.ExpertContract;
import org.socius.contracts.expert.ExpertContract.*;
import org.socius.contracts.request.RequestContract;
import org.socius.contracts.request.RequestContract.*;
import org.socius.platform.intake.Fact;
import org.socius.platform.problem.Rejection;
import org.socius.platform.time.Brussels;
import org.socius.platform.time.WorkingDays;
import org.socius.reporting.notices.Audience;
import org.socius.reporting.notices.Kind;
import org.socius.reporting.notices.Notice;

/**
 * Who is told what: one line for each contract event, an empty one for an event that tells nobody.
 * What an event does not say itself is looked up among the facts known here.
 */
final class NoticeTable {

    private static final String API = "/api/v1/";

    /** To accept an assignment and to object (R91), where the fact does not say. */
    private static final int USUAL_DAYS_TO_ANSWER = 5;

    private final WorkingDays workingDays;

    NoticeTable(WorkingDays workingDays) {
        this.workingDays = workingDays;
    }

    /**
     * One entry of a line.
     *
     * @param due until when something is expected; null if nothing is
     */
    private record Told(Kind kind, List<Audience> audiences, @Nullable Instant due) {}

    private static Told tell(Kind kind, Audience... audiences) {
        return new Told(kind, List.of(audiences), null);
    }

    private static Told tell(Kind kind, Collection<Audience> audiences) {
        return new Told(kind, List.copyOf(audiences), null);
    }

    private static Told ask(Kind kind, @Nullable Instant due, Audience... audiences) {
        return new Told(kind, List.of(audiences), due);
    }

    private static List<Told> line(Told... told) {
        return List.of(told);
    }

    private static List<Told> nobody() {
        return List.of();
    }

    private static Audience all(String role) {
        return Audience.role(role);
    }

    /**
     * What an event makes people be told.
     *
     * @throws Rejection.NotYetKnown while something the event refers to is not known here
     */
    List<Notice> notices(Fact fact, Object event, Known known) {
        return switch (event) {
            case RequestContract e -> ofRequest(fact, e, known);
            case ActionContract e -> ofAction(fact, e, known);
            case ExpertContract e -> ofExpert(fact, e, known);
            default -> throw new IllegalArgumentException(String.valueOf(event.getClass()));
        };
    }

    /**
     * Whose hands something is in, as far as it was told.
     *
     * @param responsible account it is with since the last hand-over; null before the first
     * @param formerly account it was with before that
     */
    private record Hands(@Nullable String responsible, @Nullable String formerly) {

        static final Hands OF_ALL = new Hands(null, null);

        Hands over(String to) {
            return new Hands(to, responsible);
        }

        /** The person it was handed to, else everybody with the role. */
        Audience owner(String role) {
            return responsible == null ? Audience.role(role) : Audience.person(responsible);
        }

        /** Who is told of a hand-over. */
        List<Audience> both() {
            return Stream.of(formerly, responsible)
                    .filter(Objects::nonNull)
                    .map(Audience::person)
                    .toList();
        }
    }

    // ---------------------------------------------------------------- requests

    /** A request or institution as far as it was told; a draft nobody submitted has neither. */
    private record RequestSubject(
            @Nullable String number,
            @Nullable String institution,
            @Nullable String country,
            Hands hands) {

        static RequestSubject of(Chronicle chronicle) {
            RequestSubject subject = new RequestSubject(null, null, null, Hands.OF_ALL);
            for (Moment moment : chronicle.moments()) {
                subject = subject.after(moment.event());
            }
            return subject;
        }

        private RequestSubject after(Object event) {
            return switch (event) {
                case RequestSubmittedV1 e ->
                        new RequestSubject(e.number(), e.institutionId(), e.country(), hands);
                case RequestHandedOverV1 e ->
                        new RequestSubject(
                                number, institution, country, hands.over(e.responsible()));
                default -> this;
            };
        }
    }

    private List<Notice> ofRequest(Fact fact, RequestContract event, Known known) {
        RequestSubject about = RequestSubject.of(own(fact, known));
        if (about.institution() == null || about.country() == null) {
            return List.of();
        }
        return notices(
                fact,
                "requests/" + fact.aggregateId(),
                about.number(),
                null,
                line(
                        event,
                        Audience.institution(about.institution()),
                        Audience.delegation(about.country()),
                        about.hands()));
    }

    private List<Told> line(
            RequestContract event, Audience partner, Audience delegation, Hands hands) {
        Audience owner = hands.owner(COORDINATOR);
        return switch (event) {
            case InstitutionRegisteredV1 _,
                    InstitutionAliasAddedV1 _,
                    InstitutionsMergedV1 _,
                    EligibilityChangedV1 _,
                    EligibilityListRetoldV1 _,
                    HolidayChangedV1 _ ->
                    nobody();
            case RequestSubmittedV1 e ->
                    line(
                            tell(Kind.REQUEST_RECEIVED, partner, delegation),
                            ask(
                                    Kind.REQUEST_TO_SCREEN,
                                    Brussels.endOf(e.screeningDueOn()),
                                    all(COORDINATOR)));
            case RequestScreeningStartedV1 _ -> nobody();
            case RequestReturnedV1 _ -> line(tell(Kind.REQUEST_RETURNED, partner));
            case RequestResubmittedV1 _ -> line(tell(Kind.REQUEST_RESUBMITTED, owner, delegation));
            case RequestFoundEligibleV1 _ ->
                    line(
                            tell(Kind.REQUEST_ELIGIBLE, partner),
                            tell(
                                    Kind.REQUEST_TO_APPRAISE,
                                    all(COORDINATOR),
                                    all(ACTIVITY_MANAGER)));
            case RequestFoundIneligibleV1 _ ->
                    line(tell(Kind.REQUEST_INELIGIBLE, partner, delegation));
            case DelegationConsultedV1 e ->
                    line(ask(Kind.OPINION_ASKED, Brussels.endOf(e.opinionDueOn()), delegation));
            case DelegationOpinionRecordedV1 e ->
                    switch (e.opinion()) {
                        case "NONE_IN_TIME" ->
                                line(tell(Kind.OPINION_TIMED_OUT, owner, delegation));
                        case "NEGATIVE" ->
                                line(tell(Kind.OPINION_NEGATIVE, owner, all(COMMISSION)));
                        default -> line(tell(Kind.OPINION_GIVEN, owner));
                    };
            case RequestAppraisedV1 _ -> nobody();
            case RequestAcceptedV1 _ -> line(tell(Kind.REQUEST_ACCEPTED, partner, delegation));
            case RequestRejectedV1 _ -> line(tell(Kind.REQUEST_REJECTED, partner, delegation));
            case RequestWithdrawnV1 _ -> line(tell(Kind.REQUEST_WITHDRAWN, owner, delegation));
            case RequestPutOnHoldV1 _ -> line(tell(Kind.REQUEST_ON_HOLD, partner));
            case RequestResumedV1 _ -> line(tell(Kind.REQUEST_RESUMED, partner, owner));
            case RequestMergedV1 _ -> line(tell(Kind.REQUEST_MERGED, partner, delegation));
            case RequestHandedOverV1 _ -> line(tell(Kind.REQUEST_HANDED_OVER, hands.both()));
            case RequestLapsedV1 _ -> line(tell(Kind.REQUEST_LAPSED, partner));
        };
    }

    // ----------------------------------------------------------------- actions

    /**
     * An action as far as it was told.
     *
     * @param institution null where a historical record does not say it
     */
    private record ActionSubject(
            String id,
            @Nullable String reference,
            @Nullable String institution,
            List<String> countries,
            Hands hands) {

        static ActionSubject of(Chronicle chronicle) {
            ActionSubject subject =
                    new ActionSubject(chronicle.aggregateId(), null, null, List.of(), Hands.OF_ALL);
            for (Moment moment : chronicle.moments()) {
                subject = subject.after(moment.event());
            }
            return subject;
        }

        private ActionSubject after(Object event) {
            return switch (event) {
                case ActionProposedV1 e ->
                        new ActionSubject(
                                id, e.reference(), e.institutionId(), List.of(e.country()), hands);
                case ActionImportedV1 e ->
                        new ActionSubject(
                                id,
                                e.reference(),
                                e.institutionId(),
                                e.country() == null ? List.of() : List.of(e.country()),
                                hands);
                case ActionDesignedV1 e -> covering(e.countries());
                case ActionAmendedV1 e -> covering(e.countries());
                case ActionHandedOverV1 e ->
                        new ActionSubject(
                                id, reference, institution, countries, hands.over(e.responsible()));
                default -> this;
            };
        }

        private ActionSubject covering(List<Share> shares) {
            return new ActionSubject(
                    id, reference, institution, shares.stream().map(Share::code).toList(), hands);
        }

        /** The person the action was handed to, else every coordinator. */
        Audience owner() {
            return hands.owner(COORDINATOR);
        }

        List<Audience> partner() {
            return institution == null ? List.of() : List.of(Audience.institution(institution));
        }

        List<Audience> signatory() {
            return institution == null ? List.of() : List.of(Audience.signatory(institution));
        }

        List<Audience> delegations() {
            return countries.stream().map(Audience::delegation).toList();
        }
    }

    private List<Notice> ofAction(Fact fact, ActionContract event, Known known) {
        ActionSubject about = ActionSubject.of(own(fact, known));
        Integer activity = activity(event);
        return notices(
                fact,
                "actions/" + about.id(),
                about.reference(),
                activity,
                line(
                        event,
                        about,
                        activity == null
                                ? Audience.team(about.id())
                                : Audience.team(about.id(), activity)));
    }

    private static List<Told> line(ActionContract event, ActionSubject of, Audience team) {
        return switch (event) {
            case ActionProposedV1 _ ->
                    line(tell(Kind.ACTION_OPENED, and(of.partner(), of.delegations(), of.owner())));
            case ActionDesignedV1 _ -> line(tell(Kind.AGREEMENT_ASKED, of.signatory()));
            case ActivityPlannedV1 _,
                    ActivityPlanChangedV1 _,
                    PublishedFigureStatedV1 _,
                    ThematicMentionStatedV1 _,
                    StatementWithdrawnV1 _ ->
                    nobody();
            case ActionFormAgreedV1 _ ->
                    line(
                            tell(Kind.ACTION_AGREED, of.owner()),
                            tell(Kind.COMMISSION_AGREEMENT_ASKED, all(COMMISSION)));
            case ActionSubmittedForApprovalV1 _ -> line(tell(Kind.APPROVAL_ASKED, all(APPROVER)));
            case CommissionAgreementRecordedV1 _ -> line(tell(Kind.COMMISSION_AGREED, of.owner()));
            case ActionReturnedForRedesignV1 _ -> line(tell(Kind.ACTION_RETURNED, of.owner()));
            case ActionRefusedV1 _ ->
                    line(
                            tell(
                                    Kind.ACTION_REFUSED,
                                    and(of.partner(), of.delegations(), of.owner())));
            case ActionApprovedV1 _ ->
                    line(
                            tell(
                                    Kind.ACTION_APPROVED,
                                    and(
                                            of.partner(),
                                            of.delegations(),
                                            of.owner(),
                                            all(ACTIVITY_MANAGER))));
            case ActionStartedV1 _, ActionActivitiesCompletedV1 _ -> nobody();
            case ActionEvaluationOpenedV1 _ ->
                    line(tell(Kind.EVALUATION_ASKED, all(EVALUATION_OFFICER)));
            case ActionEvaluatedV1 _ -> line(tell(Kind.ACTION_EVALUATED, of.owner()));
            case ActionClosedV1 _ ->
                    line(
                            tell(
                                    Kind.ACTION_CLOSED,
                                    and(
                                            of.partner(),
                                            of.delegations(),
                                            all(COMMUNICATION_OFFICER))));
            case ActionCancelledV1 _ ->
                    line(
                            tell(
                                    Kind.ACTION_CANCELLED,
                                    and(
                                            of.partner(),
                                            of.delegations(),
                                            of.owner(),
                                            all(ACTIVITY_MANAGER),
                                            all(MOBILISATION_OFFICER),
                                            team)));
            case ActionAmendedV1 _ ->
                    line(
                            tell(
                                    Kind.ACTION_AMENDED,
                                    and(of.partner(), List.of(), all(ACTIVITY_MANAGER), team)));
            case FollowUpLinkedV1 _ -> nobody();
            case ActionPublishedV1 _ -> line(tell(Kind.ACTION_PUBLISHED, of.partner()));
            case ActionUnpublishedV1 _ -> line(tell(Kind.ACTION_UNPUBLISHED, of.owner()));
            case ActionSuspendedV1 _ ->
                    line(
                            tell(
                                    Kind.ACTION_SUSPENDED,
                                    and(
                                            of.partner(),
                                            of.delegations(),
                                            all(ACTIVITY_MANAGER),
                                            all(MOBILISATION_OFFICER),
                                            team)));
            case ActionResumedV1 _ ->
                    line(
                            tell(
                                    Kind.ACTION_RESUMED,
                                    and(
                                            of.partner(),
                                            of.delegations(),
                                            all(ACTIVITY_MANAGER),
                                            all(MOBILISATION_OFFICER),
                                            team)));
            case ActivityCancelledV1 _ ->
                    line(
                            tell(
                                    Kind.ACTIVITY_CANCELLED,
                                    and(
                                            of.partner(),
                                            List.of(),
                                            all(ACTIVITY_MANAGER),
                                            all(MOBILISATION_OFFICER),
                                            team)));
            case ActivityPostponedV1 _ ->
                    line(
                            tell(
                                    Kind.ACTIVITY_POSTPONED,
                                    and(of.partner(), List.of(), all(MOBILISATION_OFFICER), team)));
            case ActivityRescheduledV1 _ ->
                    line(
                            tell(
                                    Kind.ACTIVITY_RESCHEDULED,
                                    and(of.partner(), List.of(), all(MOBILISATION_OFFICER), team)));
            case TermsOfReferenceDraftedV1 _ -> line(tell(Kind.NO_OBJECTION_ASKED, of.signatory()));
            case TermsOfReferenceNoObjectionGivenV1 _ ->
                    line(tell(Kind.NO_OBJECTION_GIVEN, of.owner()));
            case TermsOfReferenceFinalisedV1 _ ->
                    line(
                            tell(
                                    Kind.TERMS_OF_REFERENCE_FINAL,
                                    all(MOBILISATION_OFFICER),
                                    all(ACTIVITY_MANAGER)));
            case StaffingOpenedV1 _ -> nobody();
            case TeamCompletedV1 _ -> line(tell(Kind.TEAM_COMPLETE, all(ACTIVITY_MANAGER)));
            case TeamIncompleteV1 _ ->
                    line(
                            tell(
                                    Kind.TEAM_INCOMPLETE,
                                    all(MOBILISATION_OFFICER),
                                    all(ACTIVITY_MANAGER)));
            case ActivityConfirmedV1 _ ->
                    line(tell(Kind.ACTIVITY_CONFIRMED, and(of.partner(), of.delegations(), team)));
            case ActivityPreparationStartedV1 _, ActivityStartedV1 _ -> nobody();
            case ActivityImplementationEndedV1 _ -> line(tell(Kind.DELIVERABLES_AWAITED, team));
            case DeliverableSubmittedV1 _ ->
                    line(
                            tell(
                                    Kind.DELIVERABLE_SUBMITTED,
                                    and(of.signatory(), List.of(), all(ACTIVITY_MANAGER))));
            case DeliverableAcceptedV1 _ -> line(tell(Kind.DELIVERABLE_ACCEPTED, team));
            case DeliverableReturnedV1 _ -> line(tell(Kind.DELIVERABLE_RETURNED, team));
            case ActivityCompletedV1 _ ->
                    line(
                            tell(
                                    Kind.ACTIVITY_COMPLETED,
                                    and(
                                            List.of(),
                                            of.delegations(),
                                            of.owner(),
                                            all(FINANCE_OFFICER))),
                            tell(
                                    Kind.SURVEY_OPEN,
                                    and(of.signatory(), List.of(), all(ACTIVITY_MANAGER), team)));
            case SurveyAnsweredV1 _ -> nobody();
            case SurveyRemindedV1 e ->
                    line(
                            tell(
                                    Kind.SURVEY_REMINDER,
                                    e.kinds().stream()
                                            .flatMap(
                                                    kind ->
                                                            switch (kind) {
                                                                case "partner" ->
                                                                        of.signatory().stream();
                                                                case "expert" -> Stream.of(team);
                                                                default ->
                                                                        Stream.of(
                                                                                all(
                                                                                        ACTIVITY_MANAGER));
                                                            })
                                            .toList()));
            case LastingEffectCheckFellDueV1 _ ->
                    line(tell(Kind.LASTING_EFFECT_CHECK_DUE, all(EVALUATION_OFFICER)));
            case LastingEffectsCheckedV1 e ->
                    e.followUpProposed()
                            ? line(tell(Kind.FOLLOW_UP_PROPOSED, of.owner()))
                            : nobody();
            case ActionHandedOverV1 _ -> line(tell(Kind.ACTION_HANDED_OVER, of.hands().both()));
            case ActionImportedV1 _ -> nobody();
        };
    }

    /** The number of the one activity an event is about; null where it is about the action. */
    private static @Nullable Integer activity(ActionContract event) {
        return switch (event) {
            case ActivityCancelledV1 e -> e.activity();
            case ActivityPostponedV1 e -> e.activity();
            case ActivityRescheduledV1 e -> e.activity();
            case TermsOfReferenceDraftedV1 e -> e.activity();
            case TermsOfReferenceNoObjectionGivenV1 e -> e.activity();
            case TermsOfReferenceFinalisedV1 e -> e.activity();
            case TeamCompletedV1 e -> e.activity();
            case TeamIncompleteV1 e -> e.activity();
            case ActivityConfirmedV1 e -> e.activity();
            case ActivityImplementationEndedV1 e -> e.activity();
            case DeliverableSubmittedV1 e -> e.activity();
            case DeliverableAcceptedV1 e -> e.activity();
            case DeliverableReturnedV1 e -> e.activity();
            case ActivityCompletedV1 e -> e.activity();
            case SurveyRemindedV1 e -> e.activity();
            default -> null;
        };
    }

    private static List<Audience> and(
            List<Audience> some, List<Audience> others, Audience... more) {
        List<Audience> together = new ArrayList<>(some);
        together.addAll(others);
        together.addAll(List.of(more));
        return together;
    }

    // ----------------------------------------- experts, calls, applications, mobilisations

    private record CallSubject(String reference, String actionId, Hands hands) {}

    private static CallSubject call(String id, Known known) {
        CallDraftedV1 drafted = null;
        Hands hands = Hands.OF_ALL;
        for (Moment moment : chronicle(Topics.EXPERT, id, known).moments()) {
            switch (moment.event()) {
                case CallDraftedV1 e -> drafted = e;
                case CallHandedOverV1 e -> hands = hands.over(e.responsible());
                default -> {}
            }
        }
        if (drafted == null) {
            throw new Rejection.NotYetKnown("call", id);
        }
        return new CallSubject(drafted.reference(), drafted.actionId(), hands);
    }

    private static ApplicationSubmittedV1 application(Fact fact, Known known) {
        for (Moment moment : own(fact, known).moments()) {
            if (moment.event() instanceof ApplicationSubmittedV1 e) {
                return e;
            }
        }
        throw new Rejection.NotYetKnown("application", fact.aggregateId());
    }

    private static MobilisationOpenedV1 mobilisation(Fact fact, Known known) {
        for (Moment moment : own(fact, known).moments()) {
            if (moment.event() instanceof MobilisationOpenedV1 e) {
                return e;
            }
        }
        throw new Rejection.NotYetKnown("mobilisation", fact.aggregateId());
    }

    private static ActionSubject action(String id, Known known) {
        return ActionSubject.of(chronicle(Topics.ACTION, id, known));
    }

    private List<Notice> ofExpert(Fact fact, ExpertContract event, Known known) {
        return hasBegun(own(fact, known)) ? tellOfExpert(fact, event, known) : List.of();
    }

    /** Whether it is known whom an expert, call, application or mobilisation is about. */
    private static boolean hasBegun(Chronicle chronicle) {
        return chronicle.moments().stream()
                .map(Moment::event)
                .anyMatch(
                        event ->
                                event instanceof ExpertRegisteredV1
                                        || event instanceof CollaborativePartnerAgreedV1
                                        || event instanceof CallDraftedV1
                                        || event instanceof ApplicationSubmittedV1
                                        || event instanceof MobilisationOpenedV1);
    }

    private List<Notice> tellOfExpert(Fact fact, ExpertContract event, Known known) {
        return switch (event) {
            case ExpertRegisteredV1 _, ExpertProfileConfirmedV1 _, ExpertDeactivatedV1 _ ->
                    List.of();
            case ExpertErasedV1 _, CollaborativePartnerAgreedV1 _ -> List.of();
            case ExpertNominatedV1 e ->
                    notices(
                            fact,
                            "calls/" + e.callId(),
                            call(e.callId(), known).reference(),
                            null,
                            List.of(
                                    tell(
                                            Kind.EXPERT_NOMINATED,
                                            Audience.expert(e.expertId()),
                                            all(MOBILISATION_OFFICER))));
            case ExpertProfileSubmittedV1 _ ->
                    profile(fact, tell(Kind.PROFILE_TO_VERIFY, all(MOBILISATION_OFFICER)));
            case ExpertProfileVerifiedV1 e ->
                    profile(fact, tell(Kind.PROFILE_VERIFIED, Audience.expert(e.expertId())));
            case ExpertProfileReturnedV1 e ->
                    profile(fact, tell(Kind.PROFILE_RETURNED, Audience.expert(e.expertId())));
            case ExpertProfileRefusedV1 e ->
                    profile(fact, tell(Kind.PROFILE_REFUSED, Audience.expert(e.expertId())));
            case ExpertProfileExpiredV1 e ->
                    profile(fact, tell(Kind.PROFILE_TO_CONFIRM, Audience.expert(e.expertId())));
            case ExpertSuspendedV1 e ->
                    profile(fact, tell(Kind.PROFILE_SUSPENDED, Audience.expert(e.expertId())));
            case ExpertReinstatedV1 e ->
                    profile(fact, tell(Kind.PROFILE_REINSTATED, Audience.expert(e.expertId())));

            case CallDraftedV1 e ->
                    call(
                            fact,
                            known,
                            tell(Kind.CALL_TO_PUBLISH, action(e.actionId(), known).owner()));
            case CallPublishedV1 e ->
                    call(
                            fact,
                            known,
                            ask(Kind.CALL_PUBLISHED, e.deadline(), fitting(e.positions())));
            case CallRelaunchedV1 e ->
                    call(fact, known, ask(Kind.CALL_PUBLISHED, e.deadline(), fitting(fact, known)));
            case CallAmendedV1 e ->
                    call(fact, known, tell(Kind.CALL_AMENDED, Audience.applicants(e.callId())));
            case CallExtendedV1 e ->
                    call(
                            fact,
                            known,
                            ask(
                                    Kind.CALL_EXTENDED,
                                    e.deadline(),
                                    Audience.applicants(e.callId()),
                                    all(COLLABORATIVE_PARTNER)));
            case CallClosedV1 e ->
                    call(
                            fact,
                            known,
                            tell(
                                    Kind.CALL_CLOSED,
                                    call(e.callId(), known).hands().owner(MOBILISATION_OFFICER)));
            case CallHandedOverV1 e ->
                    call(
                            fact,
                            known,
                            tell(Kind.CALL_HANDED_OVER, call(e.callId(), known).hands().both()));
            case SelectionStartedV1 _ ->
                    call(
                            fact,
                            known,
                            tell(
                                    Kind.SELECTION_STARTED,
                                    all(COORDINATOR),
                                    all(ACTIVITY_MANAGER),
                                    all(MOBILISATION_OFFICER)));
            case CallFilledV1 e ->
                    call(fact, known, tell(Kind.CALL_FILLED, ownerOfCall(e.callId(), known)));
            case CallPartlyFilledV1 e ->
                    call(fact, known, tell(Kind.CALL_NOT_FILLED, ownerOfCall(e.callId(), known)));
            case CallUnfilledV1 e ->
                    call(fact, known, tell(Kind.CALL_NOT_FILLED, ownerOfCall(e.callId(), known)));
            case CallCancelledV1 e ->
                    call(
                            fact,
                            known,
                            tell(
                                    Kind.CALL_CANCELLED,
                                    Audience.applicants(e.callId()),
                                    all(MOBILISATION_OFFICER),
                                    all(COLLABORATIVE_PARTNER)));

            case ApplicationSubmittedV1 e ->
                    application(
                            fact,
                            known,
                            tell(
                                    Kind.APPLICATION_RECEIVED,
                                    Audience.expert(e.expertId()),
                                    all(MOBILISATION_OFFICER)));
            case ApplicationFoundAdmissibleV1 _ ->
                    application(
                            fact, known, tell(Kind.APPLICATION_ADMISSIBLE, applicant(fact, known)));
            case ApplicationFoundInadmissibleV1 _ ->
                    application(
                            fact,
                            known,
                            tell(Kind.APPLICATION_INADMISSIBLE, applicant(fact, known)));
            case ApplicationScoredV1 _, ApplicationShortlistedV1 _ -> List.of();
            case ExpertSelectedV1 e -> selected(e, fact, known);
            case ApplicationReservedV1 _ ->
                    application(
                            fact, known, tell(Kind.APPLICATION_RESERVED, applicant(fact, known)));
            case ApplicationNotSelectedV1 _ ->
                    application(
                            fact,
                            known,
                            tell(Kind.APPLICATION_NOT_SELECTED, applicant(fact, known)));
            case PartnerObjectedV1 _ ->
                    application(
                            fact,
                            known,
                            tell(
                                    Kind.PARTNER_OBJECTED,
                                    ownerOfCall(application(fact, known).callId(), known),
                                    all(MOBILISATION_OFFICER)),
                            tell(Kind.APPLICATION_NOT_SELECTED, applicant(fact, known)));
            case PartnerNoObjectionGivenV1 _ ->
                    application(
                            fact,
                            known,
                            tell(Kind.PARTNER_DID_NOT_OBJECT, all(MOBILISATION_OFFICER)));
            case AssignmentAcceptedV1 _ ->
                    application(
                            fact, known, tell(Kind.ASSIGNMENT_ACCEPTED, all(MOBILISATION_OFFICER)));
            case AssignmentDeclinedV1 _ ->
                    application(
                            fact,
                            known,
                            tell(
                                    Kind.ASSIGNMENT_DECLINED,
                                    ownerOfCall(application(fact, known).callId(), known),
                                    all(MOBILISATION_OFFICER)));
            case ApplicationWithdrawnV1 _ ->
                    application(
                            fact,
                            known,
                            tell(Kind.APPLICATION_WITHDRAWN, all(MOBILISATION_OFFICER)));

            case MobilisationOpenedV1 e ->
                    mobilisation(
                            fact,
                            known,
                            tell(
                                    Kind.MOBILISATION_OPENED,
                                    Audience.expert(e.expertId()),
                                    all(MOBILISATION_OFFICER)));
            case AuthorisationRequestedV1 _ ->
                    mobilisation(fact, known, tell(Kind.AUTHORISATION_ASKED, expert(fact, known)));
            case AuthorisationGrantedV1 _ ->
                    mobilisation(
                            fact,
                            known,
                            tell(
                                    Kind.AUTHORISATION_GRANTED,
                                    expert(fact, known),
                                    all(FINANCE_OFFICER)));
            case AuthorisationRefusedV1 _ ->
                    mobilisation(
                            fact,
                            known,
                            tell(
                                    Kind.AUTHORISATION_REFUSED,
                                    expert(fact, known),
                                    all(MOBILISATION_OFFICER),
                                    action(mobilisation(fact, known).actionId(), known).owner()));
            case ContractIssuedV1 _ ->
                    mobilisation(fact, known, tell(Kind.CONTRACT_READY, expert(fact, known)));
            case ContractSignedV1 _ ->
                    mobilisation(
                            fact,
                            known,
                            tell(
                                    Kind.CONTRACT_SIGNED,
                                    all(FINANCE_OFFICER),
                                    all(MOBILISATION_OFFICER)));
            case ContractAmendedV1 _ ->
                    mobilisation(fact, known, tell(Kind.CONTRACT_AMENDED, expert(fact, known)));
            case ExpertMobilisedV1 _ ->
                    withPartner(fact, known, Kind.EXPERT_MOBILISED, all(ACTIVITY_MANAGER));
            case AssignmentStartedV1 _ -> List.of();
            case AssignmentEndedV1 _ ->
                    mobilisation(fact, known, tell(Kind.DAYS_AWAITED, expert(fact, known)));
            case WorkingDaysRecordedV1 _ ->
                    mobilisation(fact, known, tell(Kind.DAYS_RECORDED, all(FINANCE_OFFICER)));
            case MobilisationSettledV1 _ ->
                    mobilisation(fact, known, tell(Kind.MOBILISATION_SETTLED, expert(fact, known)));
            case MobilisationCancelledV1 _ ->
                    mobilisation(
                            fact,
                            known,
                            tell(
                                    Kind.MOBILISATION_CANCELLED,
                                    expert(fact, known),
                                    all(MOBILISATION_OFFICER),
                                    all(ACTIVITY_MANAGER)));
            case ExpertReplacedV1 _ ->
                    withPartner(
                            fact,
                            known,
                            Kind.EXPERT_REPLACED,
                            all(ACTIVITY_MANAGER),
                            all(MOBILISATION_OFFICER));
        };
    }

    private List<Notice> profile(Fact fact, Told told) {
        return notices(fact, "experts/" + fact.aggregateId(), null, null, List.of(told));
    }

    private List<Notice> call(Fact fact, Known known, Told told) {
        return notices(
                fact,
                "calls/" + fact.aggregateId(),
                call(fact.aggregateId(), known).reference(),
                null,
                List.of(told));
    }

    private List<Notice> application(Fact fact, Known known, Told... told) {
        return notices(
                fact,
                "applications/" + fact.aggregateId(),
                call(application(fact, known).callId(), known).reference(),
                null,
                List.of(told));
    }

    private List<Notice> mobilisation(Fact fact, Known known, Told... told) {
        MobilisationOpenedV1 opened = mobilisation(fact, known);
        return notices(
                fact,
                "mobilisations/" + fact.aggregateId(),
                action(opened.actionId(), known).reference(),
                opened.activity(),
                List.of(told));
    }

    /** The expert and the officers see the mobilisation, the partner sees the action. */
    private List<Notice> withPartner(Fact fact, Known known, Kind kind, Audience... officers) {
        MobilisationOpenedV1 opened = mobilisation(fact, known);
        ActionSubject action = action(opened.actionId(), known);
        List<Notice> notices = new ArrayList<>();
        notices.addAll(
                mobilisation(
                        fact,
                        known,
                        tell(
                                kind,
                                and(
                                        List.of(Audience.expert(opened.expertId())),
                                        List.of(),
                                        officers))));
        notices.addAll(
                notices(
                        fact,
                        "actions/" + action.id(),
                        action.reference(),
                        opened.activity(),
                        List.of(tell(kind, action.partner()))));
        return notices;
    }

    private List<Notice> selected(ExpertSelectedV1 selected, Fact fact, Known known) {
        Instant due =
                Objects.requireNonNullElseGet(
                        selected.answerDue(),
                        () ->
                                workingDays.deadlineAfter(
                                        Brussels.day(fact.occurredAt()), USUAL_DAYS_TO_ANSWER));
        CallSubject call = call(application(fact, known).callId(), known);
        return application(
                fact,
                known,
                ask(Kind.APPLICATION_SELECTED, due, applicant(fact, known)),
                ask(
                        Kind.EXPERT_PROPOSED,
                        due,
                        action(call.actionId(), known).signatory().toArray(Audience[]::new)));
    }

    private static Audience applicant(Fact fact, Known known) {
        return Audience.expert(application(fact, known).expertId());
    }

    private static Audience expert(Fact fact, Known known) {
        return Audience.expert(mobilisation(fact, known).expertId());
    }

    private static Audience ownerOfCall(String callId, Known known) {
        return action(call(callId, known).actionId(), known).owner();
    }

    /** Collaborative partners get every call (R81), experts those for what they can do. */
    private static Audience[] fitting(List<Seat> positions) {
        return Stream.concat(
                        Stream.of(all(COLLABORATIVE_PARTNER)),
                        positions.stream().map(Seat::expertiseArea).distinct().map(Audience::area))
                .toArray(Audience[]::new);
    }

    private static Audience[] fitting(Fact fact, Known known) {
        for (Moment moment : own(fact, known).moments()) {
            if (moment.event() instanceof CallPublishedV1 e) {
                return fitting(e.positions());
            }
        }
        return fitting(List.of());
    }

    // ------------------------------------------------------------------ facts

    /** The facts of the aggregate itself, this one included and later ones not. */
    static Chronicle own(Fact fact, Known known) {
        Chronicle all = chronicle(fact.topic(), fact.aggregateId(), known);
        if (all.mark() < fact.sequence()) {
            throw new Rejection.NotYetKnown("fact", fact.eventId());
        }
        return new Chronicle(
                all.topic(),
                all.aggregateId(),
                fact.sequence(),
                all.moments().stream().filter(m -> m.sequence() <= fact.sequence()).toList());
    }

    private static Chronicle chronicle(String topic, String id, Known known) {
        return known.chronicle(topic, id).orElseThrow(() -> new Rejection.NotYetKnown("facts", id));
    }

    private static List<Notice> notices(
            Fact fact,
            String path,
            @Nullable String reference,
            @Nullable Integer activity,
            List<Told> line) {
        List<Notice> notices = new ArrayList<>();
        for (Told told : line) {
            for (Audience audience : told.audiences()) {
                notices.add(
                        new Notice(
                                id(fact.eventId(), told.kind(), audience),
                                fact.eventId(),
                                told.kind(),
                                audience,
                                API + path,
                                reference,
                                activity,
                                fact.occurredAt(),
                                told.due()));
            }
        }
        return notices;
    }

    private static String id(String event, Kind kind, Audience audience) {
        String name = event + "|" + kind + "|" + audience.key();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
