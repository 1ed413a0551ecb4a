package org.socius.reporting.intake;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.request.RequestContract;
import org.socius.contracts.request.RequestContract.*;
import org.socius.reporting.facts.EligibilityFacts;
import org.socius.reporting.facts.InstitutionFacts;
import org.socius.reporting.facts.RequestFacts;

/**
 * Folds the events of one request, of one institution or of the list of countries that may ask: the
 * id tells which.
 */
final class RequestFold {

    private static final String UNDER_APPRAISAL = "UNDER_APPRAISAL";

    private final List<EligibilityFacts.Change> eligibility = new ArrayList<>();
    private @Nullable InstitutionFacts institution;
    private @Nullable String id;
    private String number = "";
    private String institutionId = "";
    private String country = "";
    private String form = "";
    private Map<String, String> title = Map.of();
    private List<String> typesOfAssistance = List.of();
    private List<String> themes = List.of();
    private String status = "SUBMITTED";
    private @Nullable LocalDate submittedOn;
    private @Nullable LocalDate screenedOn;
    private @Nullable LocalDate decidedOn;

    private RequestFold() {}

    private static RequestFold fold(List<Moment> moments) {
        RequestFold fold = new RequestFold();
        for (Moment moment : moments) {
            if (moment.event() instanceof RequestContract event) {
                fold.evolve(event, moment);
            }
        }
        return fold;
    }

    /** What these events are about; empty for a request of which no submission is known. */
    static Optional<?> of(List<Moment> moments) {
        RequestFold fold = fold(moments);
        if (!fold.eligibility.isEmpty()) {
            return Optional.of(new EligibilityFacts(fold.eligibility));
        }
        return fold.institution == null ? fold.facts() : Optional.of(fold.institution);
    }

    private void evolve(RequestContract event, Moment moment) {
        switch (event) {
            case InstitutionRegisteredV1 e ->
                    institution =
                            new InstitutionFacts(
                                    e.institutionId(),
                                    e.name(),
                                    e.acronym(),
                                    e.aliases(),
                                    e.legalNature(),
                                    e.level(),
                                    e.country(),
                                    null);
            case InstitutionAliasAddedV1 e -> {
                if (institution != null) {
                    institution = institution.alsoCalled(e.alias());
                }
            }
            case InstitutionsMergedV1 e -> {
                if (institution != null) {
                    institution = institution.mergedInto(e.into());
                }
            }
            case EligibilityChangedV1 e ->
                    eligibility.add(
                            new EligibilityFacts.Change(e.country(), e.eligible(), e.validFrom()));
            case EligibilityListRetoldV1 e -> {
                eligibility.clear();
                e.changes()
                        .forEach(
                                one ->
                                        eligibility.add(
                                                new EligibilityFacts.Change(
                                                        one.country(),
                                                        one.eligible(),
                                                        one.validFrom())));
            }
            case HolidayChangedV1 _ -> {}
            case RequestSubmittedV1 e -> {
                id = e.requestId();
                number = e.number();
                institutionId = e.institutionId();
                country = e.country();
                form = e.form();
                title = e.title();
                typesOfAssistance = e.typesOfAssistance();
                themes = e.themes();
                submittedOn = moment.day();
            }
            case RequestResubmittedV1 e -> {
                country = e.country();
                title = e.title();
                typesOfAssistance = e.typesOfAssistance();
                themes = e.themes();
                status = "UNDER_SCREENING";
            }
            case RequestScreeningStartedV1 _ -> {
                status = "UNDER_SCREENING";
                screenedOn = screenedOn == null ? moment.day() : screenedOn;
            }
            case RequestReturnedV1 _ -> status = "RETURNED";
            case RequestFoundEligibleV1 _ -> status = UNDER_APPRAISAL;
            case RequestFoundIneligibleV1 _ -> decide("INELIGIBLE", moment);
            case DelegationConsultedV1 _, DelegationOpinionRecordedV1 _, RequestAppraisedV1 _ -> {}
            case RequestAcceptedV1 _ -> decide("ACCEPTED", moment);
            case RequestRejectedV1 _ -> decide("REJECTED", moment);
            case RequestWithdrawnV1 _ -> status = "WITHDRAWN";
            case RequestPutOnHoldV1 _ -> status = "ON_HOLD";
            case RequestResumedV1 e -> status = e.status();
            case RequestHandedOverV1 _ -> {}
            case RequestMergedV1 _ -> status = "MERGED";
            case RequestLapsedV1 _ -> status = "LAPSED";
        }
    }

    private void decide(String outcome, Moment moment) {
        status = outcome;
        decidedOn = moment.day();
    }

    private Optional<RequestFacts> facts() {
        if (id == null || submittedOn == null) {
            return Optional.empty();
        }
        return Optional.of(
                new RequestFacts(
                        id,
                        number,
                        institutionId,
                        country,
                        form,
                        title,
                        typesOfAssistance,
                        themes,
                        status,
                        submittedOn,
                        screenedOn,
                        decidedOn));
    }
}
