package org.socius.reporting.intake;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.expert.ExpertContract;
import org.socius.contracts.expert.ExpertContract.*;
import org.socius.reporting.facts.MobilisationFacts;
import org.socius.reporting.facts.MobilisationFacts.Entry;

/** Folds the events of one mobilisation; of experts, calls and applications it makes nothing. */
final class MobilisationFold {

    private @Nullable String id;
    private String expertId = "";
    private String actionId = "";
    private int activity;
    private String position = "";
    private @Nullable String category;
    private @Nullable String expertCountry;
    private @Nullable LocalDate mobilisedOn;
    private String status = "PROPOSED";
    private final List<Entry> entries = new ArrayList<>();

    static Optional<MobilisationFacts> of(List<Moment> moments) {
        MobilisationFold fold = new MobilisationFold();
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
                    CallDraftedV1 _,
                    CallPublishedV1 _,
                    CallAmendedV1 _,
                    CallExtendedV1 _,
                    CallRelaunchedV1 _,
                    CallCancelledV1 _,
                    CallClosedV1 _,
                    SelectionStartedV1 _,
                    CallFilledV1 _,
                    CallPartlyFilledV1 _,
                    CallUnfilledV1 _,
                    ApplicationSubmittedV1 _,
                    ApplicationFoundAdmissibleV1 _,
                    ApplicationFoundInadmissibleV1 _,
                    ApplicationScoredV1 _,
                    ApplicationShortlistedV1 _,
                    ExpertSelectedV1 _,
                    ApplicationReservedV1 _,
                    ApplicationNotSelectedV1 _,
                    PartnerObjectedV1 _,
                    PartnerNoObjectionGivenV1 _,
                    AssignmentAcceptedV1 _,
                    AssignmentDeclinedV1 _,
                    ApplicationWithdrawnV1 _,
                    ContractAmendedV1 _ -> {}
            case MobilisationOpenedV1 e -> {
                id = e.mobilisationId();
                expertId = e.expertId();
                actionId = e.actionId();
                activity = e.activity();
                position = e.position();
            }
            case AuthorisationRequestedV1 _ -> status = "AWAITING_AUTHORISATION";
            case AuthorisationGrantedV1 _ -> status = "AUTHORISED";
            case AuthorisationRefusedV1 _, MobilisationCancelledV1 _ -> status = "CANCELLED";
            case ContractIssuedV1 _, ContractSignedV1 _ -> status = "CONTRACTING";
            case ExpertMobilisedV1 e -> {
                id = e.mobilisationId();
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
                id = e.mobilisationId();
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

    private Optional<MobilisationFacts> facts() {
        if (id == null) {
            return Optional.empty();
        }
        return Optional.of(
                new MobilisationFacts(
                        id,
                        expertId,
                        actionId,
                        activity,
                        position,
                        category,
                        expertCountry,
                        mobilisedOn,
                        status,
                        List.copyOf(entries)));
    }
}
