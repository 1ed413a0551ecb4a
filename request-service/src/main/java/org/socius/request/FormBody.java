package org.socius.request;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.socius.platform.format.DerivedId;
import org.socius.platform.format.MultilingualText;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.FieldError;
import org.socius.request.RequestCommand.DraftRequest;
import org.socius.request.RequestForm.DelegationInformed;
import org.socius.request.RequestForm.Kind;
import org.socius.request.RequestForm.Period;
import org.socius.request.RequestForm.ProposedActivity;
import org.socius.request.RequestForm.Signatory;

/** The form as it comes in: complete, or as far as it is filled in, or as far as it changes. */
record FormBody(
        @Pattern(regexp = DerivedId.OF_CLIENT) @Nullable String id,
        @Nullable Kind form,
        @Size(max = 64) @Nullable String institutionId,
        @Pattern(regexp = "([a-z]{2})?") @Nullable String language,
        @Nullable MultilingualText title,
        @Size(max = 2) @Nullable String country,
        @Size(max = 300) @Nullable String unit,
        @Nullable MultilingualText summary,
        @Nullable MultilingualText context,
        @Nullable MultilingualText strategyServed,
        @Nullable MultilingualText generalObjective,
        @Nullable MultilingualText specificObjective,
        @Size(max = 50) @Nullable List<@NotNull MultilingualText> expectedResults,
        @Size(max = 50) @Nullable List<@NotBlank String> typesOfAssistance,
        @Size(max = 50) @Nullable List<@NotBlank String> themes,
        @Size(max = 50) @Nullable List<@NotBlank @Size(max = 200) String> targetGroups,
        @Size(max = 50) @Nullable List<@NotNull @Valid ActivityBody> proposedActivities,
        @Nullable MultilingualText counterpartTeam,
        @Nullable MultilingualText ownContribution,
        @Nullable Donors otherDonors,
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Size(max = 50)
                @Nullable List<@NotBlank @Size(max = 100) String> earlierCooperation,
        @Nullable MultilingualText urgency,
        @Nullable MultilingualText securityRemarks,
        @Nullable MultilingualText crossCutting,
        @Valid @Nullable PeriodBody wishedPeriod,
        @Pattern(regexp = "([a-z]{2})?") @Nullable String workingLanguage,
        @Valid @Nullable InformedBody delegationInformed,
        @Valid @Nullable SignatoryBody signatory,
        @Nullable Boolean dataConsent,
        @Nullable String contributionKind,
        @Size(max = 300) @Nullable String organiser,
        @Nullable LocalDate eventDate,
        @Nullable MultilingualText audience,
        @Nullable MultilingualText topic,
        @Nullable MultilingualText speakerProfile,
        @Min(1) @Max(50) @Nullable Integer numberOfExperts,
        @Size(max = 3) @Nullable List<@NotBlank String> support) {

    private static final String NONE = "none";

    record PeriodBody(@NotNull LocalDate from, @NotNull LocalDate to) {
        Period period() {
            return new Period(from, to);
        }
    }

    record ActivityBody(
            @NotBlank String type,
            @NotNull MultilingualText purpose,
            @Size(max = 300) @Nullable String place,
            @Valid @Nullable PeriodBody period,
            @Size(max = 300) @Nullable String people) {

        ProposedActivity activity() {
            return new ProposedActivity(
                    type,
                    purpose.texts(MultilingualText.OF_THE_FORM),
                    place,
                    period == null ? null : period.period(),
                    people);
        }
    }

    record InformedBody(@NotNull Boolean informed, @Size(max = 300) @Nullable String contact) {
        DelegationInformed informedOrNot() {
            return new DelegationInformed(informed, contact);
        }
    }

    record SignatoryBody(
            @NotBlank @Size(max = 200) String name,
            @NotBlank @Size(max = 200) String function,
            @Size(max = 200) @Nullable String place,
            @Nullable LocalDate date) {

        Signatory signatory() {
            return new Signatory(name, function, place, date);
        }
    }

    /**
     * A text in one or more languages, or a list of names; an empty list says that there are none.
     */
    record Donors(Map<String, String> texts) {

        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static Donors of(Object json) {
            return new Donors(
                    switch (json) {
                        case String text -> Map.of(MultilingualText.OF_THE_FORM, text);
                        case List<?> names when names.isEmpty() -> Map.of();
                        case List<?> names when names.stream().allMatch(String.class::isInstance) ->
                                Map.of(
                                        MultilingualText.OF_THE_FORM,
                                        names.stream()
                                                .map(String::valueOf)
                                                .collect(Collectors.joining("; ")));
                        case Map<?, ?> byLanguage -> byLanguage(byLanguage);
                        default -> throw wrong();
                    });
        }

        private static Map<String, String> byLanguage(Map<?, ?> json) {
            Map<String, String> texts = new LinkedHashMap<>();
            json.forEach(
                    (language, text) -> {
                        if (!(language instanceof String code && MultilingualText.isLanguage(code))
                                || !(text instanceof String words)) {
                            throw wrong();
                        }
                        texts.put(code, words);
                    });
            return texts;
        }

        private static Rejection wrong() {
            return Rejection.InvalidFields.of(
                    "",
                    "wrong-type",
                    "A text, texts by language, or a list of names are expected.");
        }
    }

    /** The new request on this form. */
    DraftRequest begun(String requestId) {
        List<FieldError> missing = new ArrayList<>();
        if (form == null) {
            missing.add(new FieldError("/form", "required", "Which form is this?"));
        }
        if (institutionId == null || institutionId.isBlank()) {
            missing.add(new FieldError("/institutionId", "required", "Which institution asks?"));
        }
        if (form == null || institutionId == null || !missing.isEmpty()) {
            throw new Rejection.InvalidFields(missing);
        }
        return new DraftRequest(requestId, form, institutionId, content());
    }

    /** What is filled in, with plain texts waiting for the language of the form. */
    RequestForm content() {
        return new RequestForm(
                language,
                texts(title),
                country,
                unit,
                texts(summary),
                texts(context),
                texts(strategyServed),
                texts(generalObjective),
                texts(specificObjective),
                expectedResults == null
                        ? null
                        : expectedResults.stream()
                                .map(text -> text.texts(MultilingualText.OF_THE_FORM))
                                .toList(),
                typesOfAssistance,
                themes,
                targetGroups,
                proposedActivities == null
                        ? null
                        : proposedActivities.stream().map(ActivityBody::activity).toList(),
                texts(counterpartTeam),
                texts(ownContribution),
                otherDonors == null ? null : otherDonors.texts(),
                earlierCooperation == null || !earlierCooperation.equals(List.of(NONE))
                        ? earlierCooperation
                        : List.of(),
                texts(urgency),
                texts(securityRemarks),
                texts(crossCutting),
                wishedPeriod == null ? null : wishedPeriod.period(),
                workingLanguage,
                delegationInformed == null ? null : delegationInformed.informedOrNot(),
                signatory == null ? null : signatory.signatory(),
                dataConsent,
                contributionKind,
                organiser,
                eventDate,
                texts(audience),
                texts(topic),
                texts(speakerProfile),
                numberOfExperts,
                support);
    }

    private static @Nullable Map<String, String> texts(@Nullable MultilingualText text) {
        return text == null ? null : text.texts(MultilingualText.OF_THE_FORM);
    }
}
