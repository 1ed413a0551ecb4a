package org.socius.request.publishing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.socius.contracts.Topics;
import org.socius.contracts.request.RequestContract.DelegationConsultedV1;
import org.socius.contracts.request.RequestContract.DelegationOpinionRecordedV1;
import org.socius.contracts.request.RequestContract.EligibilityChangedV1;
import org.socius.contracts.request.RequestContract.EligibilityListRetoldV1;
import org.socius.contracts.request.RequestContract.HolidayChangedV1;
import org.socius.contracts.request.RequestContract.InstitutionAliasAddedV1;
import org.socius.contracts.request.RequestContract.InstitutionRegisteredV1;
import org.socius.contracts.request.RequestContract.InstitutionsMergedV1;
import org.socius.contracts.request.RequestContract.RequestAcceptedV1;
import org.socius.contracts.request.RequestContract.RequestAppraisedV1;
import org.socius.contracts.request.RequestContract.RequestFoundEligibleV1;
import org.socius.contracts.request.RequestContract.RequestFoundIneligibleV1;
import org.socius.contracts.request.RequestContract.RequestHandedOverV1;
import org.socius.contracts.request.RequestContract.RequestLapsedV1;
import org.socius.contracts.request.RequestContract.RequestMergedV1;
import org.socius.contracts.request.RequestContract.RequestPutOnHoldV1;
import org.socius.contracts.request.RequestContract.RequestRejectedV1;
import org.socius.contracts.request.RequestContract.RequestResubmittedV1;
import org.socius.contracts.request.RequestContract.RequestResumedV1;
import org.socius.contracts.request.RequestContract.RequestReturnedV1;
import org.socius.contracts.request.RequestContract.RequestScreeningStartedV1;
import org.socius.contracts.request.RequestContract.RequestSubmittedV1;
import org.socius.contracts.request.RequestContract.RequestWithdrawnV1;
import org.socius.platform.publishing.ContractTable;
import org.socius.request.EligibilityChanged;
import org.socius.request.EligibilityListRetold;
import org.socius.request.InstitutionEvent.InstitutionAliasAdded;
import org.socius.request.InstitutionEvent.InstitutionContactsChanged;
import org.socius.request.InstitutionEvent.InstitutionErased;
import org.socius.request.InstitutionEvent.InstitutionRegistered;
import org.socius.request.InstitutionEvent.InstitutionsMerged;
import org.socius.request.InstitutionEvent.Name;
import org.socius.request.InstitutionEvent.RequestsRanked;
import org.socius.request.RequestEvent.DelegationConsulted;
import org.socius.request.RequestEvent.DelegationOpinionOverridden;
import org.socius.request.RequestEvent.DelegationOpinionRecorded;
import org.socius.request.RequestEvent.RequestAccepted;
import org.socius.request.RequestEvent.RequestActionEnded;
import org.socius.request.RequestEvent.RequestActionOpened;
import org.socius.request.RequestEvent.RequestAppraised;
import org.socius.request.RequestEvent.RequestDocumentAttached;
import org.socius.request.RequestEvent.RequestDocumentRemoved;
import org.socius.request.RequestEvent.RequestDraftEdited;
import org.socius.request.RequestEvent.RequestDrafted;
import org.socius.request.RequestEvent.RequestErased;
import org.socius.request.RequestEvent.RequestFoundEligible;
import org.socius.request.RequestEvent.RequestFoundIneligible;
import org.socius.request.RequestEvent.RequestHandedOver;
import org.socius.request.RequestEvent.RequestLapsed;
import org.socius.request.RequestEvent.RequestMerged;
import org.socius.request.RequestEvent.RequestPutOnHold;
import org.socius.request.RequestEvent.RequestRejected;
import org.socius.request.RequestEvent.RequestResubmitted;
import org.socius.request.RequestEvent.RequestResumed;
import org.socius.request.RequestEvent.RequestReturned;
import org.socius.request.RequestEvent.RequestScreeningStarted;
import org.socius.request.RequestEvent.RequestSubmitted;
import org.socius.request.RequestEvent.RequestWithdrawn;
import org.socius.request.holidays.HolidayChanged;

/** The facts about institutions and requests that leave this service: nothing before submission. */
public final class RequestContracts {

    private RequestContracts() {}

    /**
     * The published events and the kept ones of requests and institutions.
     *
     * @param aggregates whose events these are
     */
    public static ContractTable.Builder table(Class<?>... aggregates) {
        return ContractTable.of("/request-service")
                .topic(Topics.REQUEST, aggregates)
                .publish(
                        InstitutionRegistered.class,
                        InstitutionRegisteredV1.class,
                        RequestContracts::words)
                .publish(InstitutionAliasAdded.class, InstitutionAliasAddedV1.class)
                .publish(InstitutionsMerged.class, InstitutionsMergedV1.class)
                .publish(EligibilityChanged.class, EligibilityChangedV1.class)
                .publish(EligibilityListRetold.class, EligibilityListRetoldV1.class)
                .publish(HolidayChanged.class, HolidayChangedV1.class)
                .publish(RequestSubmitted.class, RequestSubmittedV1.class)
                .publish(RequestScreeningStarted.class, RequestScreeningStartedV1.class)
                .publish(RequestReturned.class, RequestReturnedV1.class)
                .publish(RequestResubmitted.class, RequestResubmittedV1.class)
                .publish(RequestFoundEligible.class, RequestFoundEligibleV1.class)
                .publish(RequestFoundIneligible.class, RequestFoundIneligibleV1.class)
                .publish(DelegationConsulted.class, DelegationConsultedV1.class)
                .publish(DelegationOpinionRecorded.class, DelegationOpinionRecordedV1.class)
                .publish(RequestAppraised.class, RequestAppraisedV1.class)
                .publish(RequestAccepted.class, RequestAcceptedV1.class, RequestContracts::words)
                .publish(RequestRejected.class, RequestRejectedV1.class)
                .publish(RequestWithdrawn.class, RequestWithdrawnV1.class)
                .publish(RequestPutOnHold.class, RequestPutOnHoldV1.class)
                .publish(RequestResumed.class, RequestResumedV1.class)
                .publish(RequestMerged.class, RequestMergedV1.class)
                .publish(RequestLapsed.class, RequestLapsedV1.class)
                .publish(RequestHandedOver.class, RequestHandedOverV1.class)
                .keep(
                        InstitutionErased.class,
                        InstitutionContactsChanged.class,
                        RequestErased.class,
                        DelegationOpinionOverridden.class,
                        RequestDrafted.class,
                        RequestDraftEdited.class,
                        RequestDocumentAttached.class,
                        RequestDocumentRemoved.class,
                        RequestsRanked.class,
                        RequestActionOpened.class,
                        RequestActionEnded.class);
    }

    private static InstitutionRegisteredV1 words(InstitutionRegistered event) {
        return new InstitutionRegisteredV1(
                event.institutionId(),
                texts(event.name()),
                event.acronym(),
                event.aliases(),
                event.legalNature(),
                event.level(),
                event.country(),
                event.origin());
    }

    private static RequestAcceptedV1 words(RequestAccepted event) {
        return new RequestAcceptedV1(
                event.requestId(),
                event.number(),
                event.registeredYear(),
                event.institutionId(),
                texts(event.institutionName()),
                event.institutionAcronym(),
                event.country(),
                event.title(),
                event.typesOfAssistance(),
                event.themes(),
                event.language());
    }

    private static Map<String, String> texts(Name name) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("en", name.en());
        if (name.original() != null) {
            texts.put("original", name.original());
        }
        if (name.originalLanguage() != null) {
            texts.put("originalLanguage", name.originalLanguage());
        }
        return texts;
    }
}
