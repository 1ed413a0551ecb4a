package org.socius.reporting.intake;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.expert.ExpertContract;
import org.socius.contracts.expert.ExpertContract.*;
import org.socius.reporting.facts.ApplicationFacts;
import org.socius.reporting.facts.CallFacts;
import org.socius.reporting.facts.MobilisationFacts;
import org.socius.reporting.facts.MobilisationFacts.Entry;

/**
 * Folds the events of one mobilisation, call or application: the id tells which. Of an expert or a
 * collaborative partner it makes nothing.
 */
final class ExpertFold {

    private @Nullable String mobilisation;
    private @Nullable String call;
    private @Nullable String application;
    private String expertId = "";
    private String actionId = "";
    private int activity;
    private String position = "";
    private @Nullable String category;
    private @Nullable String expertCountry;
    private @Nullable LocalDate mobilisedOn;
    private String status = "PROPOSED";
    private final List<Entry> entries = new ArrayList<>();
    private @Nullable String applicationId;
    private String reference = "";
    private List<String> seats = List.of();
    private @Nullable LocalDate publishedOn;
    private int round = 1;
    private @Nullable LocalDate closedOn;
    private String callApplied = "";
    private @Nullable LocalDate submittedOn;

    /** {@link MobilisationFacts}, {@link CallFacts} or {@link ApplicationFacts}. */
    static Optional<Object> of(List<Moment> moments) {
        ExpertFold fold = new ExpertFold();
        for (Moment moment : moments) {
            if (moment.event() instanceof ExpertContract event) {
                fold.evolve(event, moment);
            }
        }
        return fold.facts();
    }

    private void evolve(ExpertContract event, Moment moment) {
        switch (event) {
            case ExpertRegisteredV1 _,
                    ExpertProfileSubmittedV1 _,
                    ExpertProfileVerifiedV1 _,
                    ExpertProfileReturnedV1 _,
                    ExpertProfileRefusedV1 _,
                    ExpertProfileExpiredV1 _,
                    ExpertProfileConfirmedV1 _,
                    ExpertSuspendedV1 _,
                    ExpertReinstatedV1 _,
                    ExpertDeactivatedV1 _,
                    ExpertErasedV1 _,
                    CollaborativePartnerAgreedV1 _,
                    ExpertNominatedV1 _,
                    CallAmendedV1 _,
                    CallExtendedV1 _,
                    CallHandedOverV1 _,
                    ApplicationScoredV1 _,
                    PartnerNoObjectionGivenV1 _,
                    ContractAmendedV1 _ -> {}
            case CallDraftedV1 e -> {
                call = e.callId();
                reference = e.reference();
                actionId = e.actionId();
                activity = e.activity();
                seats = codes(e.positions());
                status = "DRAFT";
            }
            case CallPublishedV1 e -> {
                call = e.callId();
                reference = e.reference();
                actionId = e.actionId();
                activity = e.activity();
                seats = codes(e.positions());
                publishedOn = moment.day();
                round = e.round();
                status = "OPEN";
            }
            case CallRelaunchedV1 e -> {
                round = e.round();
                closedOn = null;
                status = "OPEN";
            }
            case CallClosedV1 _ -> {
                closedOn = moment.day();
                status = "CLOSED";
            }
            case SelectionStartedV1 _ -> status = "UNDER_SELECTION";
            case CallFilledV1 _ -> status = "FILLED";
            case CallPartlyFilledV1 _ -> status = "PARTLY_FILLED";
            case CallUnfilledV1 _ -> status = "UNFILLED";
            case CallCancelledV1 _ -> {
                closedOn = closedOn == null ? moment.day() : closedOn;
                status = "CANCELLED";
            }
            case ApplicationSubmittedV1 e -> {
                application = e.applicationId();
                callApplied = e.callId();
                position = e.position();
                expertId = e.expertId();
                submittedOn = moment.day();
                status = "SUBMITTED";
            }
            case ApplicationFoundAdmissibleV1 _ -> status = "ADMISSIBLE";
            case ApplicationFoundInadmissibleV1 _ -> status = "INADMISSIBLE";
            case ApplicationShortlistedV1 _ -> status = "SHORTLISTED";
            case ExpertSelectedV1 _ -> status = "SELECTED";
            case ApplicationReservedV1 _ -> status = "RESERVE";
            case ApplicationNotSelectedV1 _, PartnerObjectedV1 _ -> status = "NOT_SELECTED";
            case AssignmentAcceptedV1 _ -> status = "ACCEPTED";
            case AssignmentDeclinedV1 _ -> status = "DECLINED";
            case ApplicationWithdrawnV1 _ -> status = "WITHDRAWN";
            case MobilisationOpenedV1 e -> {
                mobilisation = e.mobilisationId();
                expertId = e.expertId();
                actionId = e.actionId();
                activity = e.activity();
                position = e.position();
                applicationId = e.applicationId();
            }
            case AuthorisationRequestedV1 _ -> status = "AWAITING_AUTHORISATION";
            case AuthorisationGrantedV1 _ -> status = "AUTHORISED";
            case AuthorisationRefusedV1 _, MobilisationCancelledV1 _ -> status = "CANCELLED";
            case ContractIssuedV1 _, ContractSignedV1 _ -> status = "CONTRACTING";
            case ExpertMobilisedV1 e -> {
                mobilisation = e.mobilisationId();
                expertId = e.expertId();
                actionId = e.actionId();
                activity = e.activity();
                position = e.position();
                category = e.category();
                expertCountry = e.employerCountry();
                mobilisedOn = moment.day();
                status = "MOBILISED";
            }
            case AssignmentStartedV1 _ -> status = "ON_ASSIGNMENT";
            case AssignmentEndedV1 _ -> status = "REPORTING";
            case WorkingDaysRecordedV1 e -> {
                mobilisation = e.mobilisationId();
                expertId = e.expertId();
                actionId = e.actionId();
                activity = e.activity();
                position = e.position();
                for (DaysEntry entry : e.entries()) {
                    entries.add(
                            new Entry(
                                    entry.phase(),
                                    entry.days(),
                                    entry.from(),
                                    entry.to(),
                                    e.employerCountry(),
                                    e.category()));
                }
            }
            case MobilisationSettledV1 _ -> status = "SETTLED";
            case ExpertReplacedV1 _ -> status = "REPLACED";
        }
    }

    private static List<String> codes(List<Seat> positions) {
        return positions.stream().map(Seat::code).distinct().toList();
    }

    private Optional<Object> facts() {
        if (mobilisation != null) {
            return Optional.of(
                    new MobilisationFacts(
                            mobilisation,
                            expertId,
                            actionId,
                            activity,
                            position,
                            category,
                            expertCountry,
                            mobilisedOn,
                            status,
                            List.copyOf(entries),
                            applicationId));
        }
        if (call != null) {
            return Optional.of(
                    new CallFacts(
                            call,
                            reference,
                            actionId,
                            activity,
                            seats,
                            status,
                            publishedOn,
                            round,
                            closedOn));
        }
        if (application != null && submittedOn != null) {
            return Optional.of(
                    new ApplicationFacts(
                            application, callApplied, position, expertId, status, submittedOn));
        }
        return Optional.empty();
    }
}
