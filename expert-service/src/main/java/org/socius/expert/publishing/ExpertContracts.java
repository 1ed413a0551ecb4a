package org.socius.expert.publishing;

import org.socius.contracts.Topics;
import org.socius.contracts.expert.ExpertContract.ApplicationFoundAdmissibleV1;
import org.socius.contracts.expert.ExpertContract.ApplicationFoundInadmissibleV1;
import org.socius.contracts.expert.ExpertContract.ApplicationNotSelectedV1;
import org.socius.contracts.expert.ExpertContract.ApplicationReservedV1;
import org.socius.contracts.expert.ExpertContract.ApplicationScoredV1;
import org.socius.contracts.expert.ExpertContract.ApplicationShortlistedV1;
import org.socius.contracts.expert.ExpertContract.ApplicationSubmittedV1;
import org.socius.contracts.expert.ExpertContract.ApplicationWithdrawnV1;
import org.socius.contracts.expert.ExpertContract.AssignmentAcceptedV1;
import org.socius.contracts.expert.ExpertContract.AssignmentDeclinedV1;
import org.socius.contracts.expert.ExpertContract.AssignmentEndedV1;
import org.socius.contracts.expert.ExpertContract.AssignmentStartedV1;
import org.socius.contracts.expert.ExpertContract.AuthorisationGrantedV1;
import org.socius.contracts.expert.ExpertContract.AuthorisationRefusedV1;
import org.socius.contracts.expert.ExpertContract.AuthorisationRequestedV1;
import org.socius.contracts.expert.ExpertContract.CallAmendedV1;
import org.socius.contracts.expert.ExpertContract.CallCancelledV1;
import org.socius.contracts.expert.ExpertContract.CallClosedV1;
import org.socius.contracts.expert.ExpertContract.CallDraftedV1;
import org.socius.contracts.expert.ExpertContract.CallExtendedV1;
import org.socius.contracts.expert.ExpertContract.CallFilledV1;
import org.socius.contracts.expert.ExpertContract.CallHandedOverV1;
import org.socius.contracts.expert.ExpertContract.CallPartlyFilledV1;
import org.socius.contracts.expert.ExpertContract.CallPublishedV1;
import org.socius.contracts.expert.ExpertContract.CallRelaunchedV1;
import org.socius.contracts.expert.ExpertContract.CallUnfilledV1;
import org.socius.contracts.expert.ExpertContract.CollaborativePartnerAgreedV1;
import org.socius.contracts.expert.ExpertContract.ContractAmendedV1;
import org.socius.contracts.expert.ExpertContract.ContractIssuedV1;
import org.socius.contracts.expert.ExpertContract.ContractSignedV1;
import org.socius.contracts.expert.ExpertContract.ExpertDeactivatedV1;
import org.socius.contracts.expert.ExpertContract.ExpertErasedV1;
import org.socius.contracts.expert.ExpertContract.ExpertMobilisedV1;
import org.socius.contracts.expert.ExpertContract.ExpertNominatedV1;
import org.socius.contracts.expert.ExpertContract.ExpertProfileConfirmedV1;
import org.socius.contracts.expert.ExpertContract.ExpertProfileExpiredV1;
import org.socius.contracts.expert.ExpertContract.ExpertProfileRefusedV1;
import org.socius.contracts.expert.ExpertContract.ExpertProfileReturnedV1;
import org.socius.contracts.expert.ExpertContract.ExpertProfileSubmittedV1;
import org.socius.contracts.expert.ExpertContract.ExpertProfileVerifiedV1;
import org.socius.contracts.expert.ExpertContract.ExpertRegisteredV1;
import org.socius.contracts.expert.ExpertContract.ExpertReinstatedV1;
import org.socius.contracts.expert.ExpertContract.ExpertReplacedV1;
import org.socius.contracts.expert.ExpertContract.ExpertSelectedV1;
import org.socius.contracts.expert.ExpertContract.ExpertSuspendedV1;
import org.socius.contracts.expert.ExpertContract.MobilisationCancelledV1;
import org.socius.contracts.expert.ExpertContract.MobilisationOpenedV1;
import org.socius.contracts.expert.ExpertContract.MobilisationSettledV1;
import org.socius.contracts.expert.ExpertContract.PartnerNoObjectionGivenV1;
import org.socius.contracts.expert.ExpertContract.PartnerObjectedV1;
import org.socius.contracts.expert.ExpertContract.SelectionStartedV1;
import org.socius.contracts.expert.ExpertContract.WorkingDaysRecordedV1;
import org.socius.expert.actions.KnownAction;
import org.socius.expert.actions.KnownActionEvent;
import org.socius.expert.actions.KnownActionEvent.ActionAmendmentNoted;
import org.socius.expert.actions.KnownActionEvent.ActionApprovalNoted;
import org.socius.expert.actions.KnownActionEvent.ActionCancellationNoted;
import org.socius.expert.actions.KnownActionEvent.ActionClosureNoted;
import org.socius.expert.actions.KnownActionEvent.ActionResumptionNoted;
import org.socius.expert.actions.KnownActionEvent.ActionSuspensionNoted;
import org.socius.expert.actions.KnownActionEvent.ActivityCancellationNoted;
import org.socius.expert.actions.KnownActionEvent.ActivityCompletionNoted;
import org.socius.expert.actions.KnownActionEvent.ActivityScheduleNoted;
import org.socius.expert.actions.KnownActionEvent.CallAttached;
import org.socius.expert.actions.KnownActionEvent.CallDetached;
import org.socius.expert.actions.KnownActionEvent.MobilisationAttached;
import org.socius.expert.actions.KnownActionEvent.MobilisationDetached;
import org.socius.expert.actions.KnownActionEvent.TermsOfReferenceNoted;
import org.socius.expert.applications.Application;
import org.socius.expert.applications.ApplicationEvent;
import org.socius.expert.applications.ApplicationEvent.ApplicationErased;
import org.socius.expert.applications.ApplicationEvent.ApplicationFoundAdmissible;
import org.socius.expert.applications.ApplicationEvent.ApplicationFoundInadmissible;
import org.socius.expert.applications.ApplicationEvent.ApplicationNotSelected;
import org.socius.expert.applications.ApplicationEvent.ApplicationReserved;
import org.socius.expert.applications.ApplicationEvent.ApplicationScored;
import org.socius.expert.applications.ApplicationEvent.ApplicationShortlisted;
import org.socius.expert.applications.ApplicationEvent.ApplicationSubmitted;
import org.socius.expert.applications.ApplicationEvent.ApplicationWithdrawn;
import org.socius.expert.applications.ApplicationEvent.AssignmentAccepted;
import org.socius.expert.applications.ApplicationEvent.AssignmentDeclined;
import org.socius.expert.applications.ApplicationEvent.ExpertSelected;
import org.socius.expert.applications.ApplicationEvent.PartnerNoObjectionGiven;
import org.socius.expert.applications.ApplicationEvent.PartnerObjected;
import org.socius.expert.calls.Call;
import org.socius.expert.calls.CallEvent;
import org.socius.expert.calls.CallEvent.ApplicantEntered;
import org.socius.expert.calls.CallEvent.ApplicantLeft;
import org.socius.expert.calls.CallEvent.ApplicantRated;
import org.socius.expert.calls.CallEvent.ApplicantReserved;
import org.socius.expert.calls.CallEvent.ApplicantsReleased;
import org.socius.expert.calls.CallEvent.CallAmended;
import org.socius.expert.calls.CallEvent.CallCancelled;
import org.socius.expert.calls.CallEvent.CallClosed;
import org.socius.expert.calls.CallEvent.CallDrafted;
import org.socius.expert.calls.CallEvent.CallExtended;
import org.socius.expert.calls.CallEvent.CallFilled;
import org.socius.expert.calls.CallEvent.CallHandedOver;
import org.socius.expert.calls.CallEvent.CallPartlyFilled;
import org.socius.expert.calls.CallEvent.CallPublished;
import org.socius.expert.calls.CallEvent.CallRelaunched;
import org.socius.expert.calls.CallEvent.CallUnfilled;
import org.socius.expert.calls.CallEvent.NominationNoted;
import org.socius.expert.calls.CallEvent.SeatFreed;
import org.socius.expert.calls.CallEvent.SeatOffered;
import org.socius.expert.calls.CallEvent.SeatTaken;
import org.socius.expert.calls.CallEvent.SelectionStarted;
import org.socius.expert.mobilisations.Mobilisation;
import org.socius.expert.mobilisations.MobilisationEvent;
import org.socius.expert.mobilisations.MobilisationEvent.AssignmentEnded;
import org.socius.expert.mobilisations.MobilisationEvent.AssignmentStarted;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationGranted;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationRefused;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationRequested;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationSkipped;
import org.socius.expert.mobilisations.MobilisationEvent.ContractAmended;
import org.socius.expert.mobilisations.MobilisationEvent.ContractIssued;
import org.socius.expert.mobilisations.MobilisationEvent.ContractSigned;
import org.socius.expert.mobilisations.MobilisationEvent.ExpertMobilised;
import org.socius.expert.mobilisations.MobilisationEvent.ExpertReplaced;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationCancelled;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationErased;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationMoved;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationOpened;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationSettled;
import org.socius.expert.mobilisations.MobilisationEvent.ObjectionWaived;
import org.socius.expert.mobilisations.MobilisationEvent.WorkingDaysRecorded;
import org.socius.expert.partners.CollaborativePartner;
import org.socius.expert.partners.CollaborativePartnerEvent;
import org.socius.expert.partners.CollaborativePartnerEvent.CollaborativePartnerAgreed;
import org.socius.expert.partners.CollaborativePartnerEvent.CollaborativePartnerRegistered;
import org.socius.expert.partners.CollaborativePartnerEvent.ExpertNominated;
import org.socius.expert.rates.RateList.RateListEvent;
import org.socius.expert.rates.RateList.RateListEvent.RateSet;
import org.socius.expert.roster.Expert;
import org.socius.expert.roster.ExpertEvent;
import org.socius.expert.roster.ExpertEvent.EngagementBooked;
import org.socius.expert.roster.ExpertEvent.EngagementEnded;
import org.socius.expert.roster.ExpertEvent.EngagementMoved;
import org.socius.expert.roster.ExpertEvent.ExpertCvStored;
import org.socius.expert.roster.ExpertEvent.ExpertDeactivated;
import org.socius.expert.roster.ExpertEvent.ExpertErased;
import org.socius.expert.roster.ExpertEvent.ExpertProfileConfirmed;
import org.socius.expert.roster.ExpertEvent.ExpertProfileExpired;
import org.socius.expert.roster.ExpertEvent.ExpertProfileRefused;
import org.socius.expert.roster.ExpertEvent.ExpertProfileReturned;
import org.socius.expert.roster.ExpertEvent.ExpertProfileSubmitted;
import org.socius.expert.roster.ExpertEvent.ExpertProfileUpdated;
import org.socius.expert.roster.ExpertEvent.ExpertProfileVerified;
import org.socius.expert.roster.ExpertEvent.ExpertRegistered;
import org.socius.expert.roster.ExpertEvent.ExpertReinstated;
import org.socius.expert.roster.ExpertEvent.ExpertSuspended;
import org.socius.expert.roster.ExpertEvent.PaidDaysNoted;
import org.socius.platform.filing.DocumentAdded;
import org.socius.platform.publishing.ContractTable;
import org.socius.platform.serialization.EventTypes;
import org.socius.platform.settings.SettingList.SettingsChanged;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The facts of this service, and in which words the world outside learns of them. */
@Configuration(proxyBeanMethods = false)
public class ExpertContracts {

    ExpertContracts() {}

    /** Everything this service records. */
    public static EventTypes events() {
        return EventTypes.of(
                ExpertEvent.class,
                CallEvent.class,
                ApplicationEvent.class,
                MobilisationEvent.class,
                CollaborativePartnerEvent.class,
                KnownActionEvent.class,
                RateListEvent.class,
                SettingsChanged.class,
                DocumentAdded.class);
    }

    @Bean
    EventTypes eventTypes() {
        return events();
    }

    @Bean
    ContractTable contracts(EventTypes types) {
        return table(types);
    }

    /** Each event of the service, as published or as kept. */
    public static ContractTable table(EventTypes types) {
        return ContractTable.of("/expert-service")
                .topic(
                        Topics.EXPERT,
                        Expert.class,
                        Call.class,
                        Application.class,
                        Mobilisation.class,
                        CollaborativePartner.class,
                        KnownAction.class)
                .publish(ExpertRegistered.class, ExpertRegisteredV1.class)
                .publish(ExpertProfileSubmitted.class, ExpertProfileSubmittedV1.class)
                .publish(ExpertProfileVerified.class, ExpertProfileVerifiedV1.class)
                .publish(ExpertProfileReturned.class, ExpertProfileReturnedV1.class)
                .publish(ExpertProfileRefused.class, ExpertProfileRefusedV1.class)
                .publish(ExpertProfileExpired.class, ExpertProfileExpiredV1.class)
                .publish(ExpertProfileConfirmed.class, ExpertProfileConfirmedV1.class)
                .publish(ExpertSuspended.class, ExpertSuspendedV1.class)
                .publish(ExpertReinstated.class, ExpertReinstatedV1.class)
                .publish(ExpertDeactivated.class, ExpertDeactivatedV1.class)
                .publish(ExpertErased.class, ExpertErasedV1.class)
                .publish(CollaborativePartnerAgreed.class, CollaborativePartnerAgreedV1.class)
                .publish(ExpertNominated.class, ExpertNominatedV1.class)
                .publish(CallDrafted.class, CallDraftedV1.class)
                .publish(CallPublished.class, CallPublishedV1.class)
                .publish(CallAmended.class, CallAmendedV1.class)
                .publish(CallExtended.class, CallExtendedV1.class)
                .publish(CallRelaunched.class, CallRelaunchedV1.class)
                .publish(CallCancelled.class, CallCancelledV1.class)
                .publish(CallClosed.class, CallClosedV1.class)
                .publish(CallHandedOver.class, CallHandedOverV1.class)
                .publish(SelectionStarted.class, SelectionStartedV1.class)
                .publish(CallFilled.class, CallFilledV1.class)
                .publish(CallPartlyFilled.class, CallPartlyFilledV1.class)
                .publish(CallUnfilled.class, CallUnfilledV1.class)
                .publish(ApplicationSubmitted.class, ApplicationSubmittedV1.class)
                .publish(ApplicationFoundAdmissible.class, ApplicationFoundAdmissibleV1.class)
                .publish(ApplicationFoundInadmissible.class, ApplicationFoundInadmissibleV1.class)
                .publish(ApplicationScored.class, ApplicationScoredV1.class)
                .publish(ApplicationShortlisted.class, ApplicationShortlistedV1.class)
                .publish(ExpertSelected.class, ExpertSelectedV1.class)
                .publish(ApplicationReserved.class, ApplicationReservedV1.class)
                .publish(ApplicationNotSelected.class, ApplicationNotSelectedV1.class)
                .publish(PartnerObjected.class, PartnerObjectedV1.class)
                .publish(PartnerNoObjectionGiven.class, PartnerNoObjectionGivenV1.class)
                .publish(AssignmentAccepted.class, AssignmentAcceptedV1.class)
                .publish(AssignmentDeclined.class, AssignmentDeclinedV1.class)
                .publish(ApplicationWithdrawn.class, ApplicationWithdrawnV1.class)
                .publish(MobilisationOpened.class, MobilisationOpenedV1.class)
                .publish(AuthorisationRequested.class, AuthorisationRequestedV1.class)
                .publish(AuthorisationGranted.class, AuthorisationGrantedV1.class)
                .publish(AuthorisationRefused.class, AuthorisationRefusedV1.class)
                .publish(ContractIssued.class, ContractIssuedV1.class)
                .publish(ContractSigned.class, ContractSignedV1.class)
                .publish(ContractAmended.class, ContractAmendedV1.class)
                .publish(ExpertMobilised.class, ExpertMobilisedV1.class)
                .publish(AssignmentStarted.class, AssignmentStartedV1.class)
                .publish(AssignmentEnded.class, AssignmentEndedV1.class)
                .publish(WorkingDaysRecorded.class, WorkingDaysRecordedV1.class)
                .publish(MobilisationSettled.class, MobilisationSettledV1.class)
                .publish(MobilisationCancelled.class, MobilisationCancelledV1.class)
                .publish(ExpertReplaced.class, ExpertReplacedV1.class)
                .keep(
                        ExpertProfileUpdated.class,
                        ApplicationErased.class,
                        MobilisationErased.class,
                        ExpertCvStored.class,
                        CollaborativePartnerRegistered.class,
                        NominationNoted.class,
                        ApplicantEntered.class,
                        ApplicantRated.class,
                        ApplicantReserved.class,
                        ApplicantLeft.class,
                        SeatOffered.class,
                        SeatTaken.class,
                        SeatFreed.class,
                        AuthorisationSkipped.class,
                        ObjectionWaived.class,
                        ApplicantsReleased.class,
                        ActionApprovalNoted.class,
                        ActionAmendmentNoted.class,
                        TermsOfReferenceNoted.class,
                        ActivityCompletionNoted.class,
                        ActionCancellationNoted.class,
                        ActionClosureNoted.class,
                        CallAttached.class,
                        CallDetached.class,
                        MobilisationAttached.class,
                        MobilisationDetached.class,
                        ActionSuspensionNoted.class,
                        ActionResumptionNoted.class,
                        ActivityCancellationNoted.class,
                        ActivityScheduleNoted.class,
                        MobilisationMoved.class,
                        EngagementMoved.class,
                        EngagementBooked.class,
                        PaidDaysNoted.class,
                        EngagementEnded.class,
                        RateSet.class,
                        SettingsChanged.class,
                        DocumentAdded.class)
                .build(types);
    }
}
