package org.socius.platform.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class EventNamesTest {

    @ParameterizedTest
    @CsvSource({
        "RequestSubmitted, request.submitted",
        "RequestSubmittedV1, request.submitted",
        "ActionApproved, action.approved",
        "ExpertMobilised, expert.mobilised",
        "ActivityCompleted, activity.completed",
        "TermsOfReferenceFinalised, terms-of-reference.finalised",
        "RequestFoundIneligible, request.found-ineligible",
        "RequestPutOnHold, request.put-on-hold",
        "DelegationOpinionRecorded, delegation-opinion.recorded",
        "ActionSubmittedForApproval, action.submitted-for-approval",
        "CallPartlyFilled, call.partly-filled",
        "ApplicationNotSelected, application.not-selected",
        "TermsOfReferenceNoObjectionGiven, terms-of-reference-no-objection.given",
        "TeamIncomplete, team.incomplete"
    })
    void a_name_is_split_before_its_verb(String event, String name) {
        assertThat(EventNames.of(event)).isEqualTo(name);
    }
}
