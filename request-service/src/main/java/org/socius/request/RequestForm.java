package org.socius.request;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Countries;
import org.socius.platform.format.MultilingualText;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.FieldError;
import org.socius.platform.serialization.PersonalData;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a partner writes on a form, full or short; each kind has fields of its own. A field that is
 * null has not been filled in; an empty text or list empties one that was. Texts are kept by ISO
 * 639-1 language.
 *
 * @param language of the form; plain texts count as written in it
 * @param otherDonors what others do in the same field; an empty map says that nobody does
 * @param earlierCooperation references of earlier actions; an empty list says that there were none
 * @param contributionKind of the short form, as the eight fields after it: a code of {@link
 *     CodeList#CONTRIBUTION_KINDS}
 * @param eventDate the day of the event that others run
 * @param support what is asked for: EXPERTS, MONEY or LOGISTICS; experts alone if it is not said
 */
public record RequestForm(
        @Nullable String language,
        @Nullable Map<String, String> title,
        @Nullable String country,
        @Nullable String unit,
        @Nullable Map<String, String> summary,
        @Nullable Map<String, String> context,
        @Nullable Map<String, String> strategyServed,
        @Nullable Map<String, String> generalObjective,
        @Nullable Map<String, String> specificObjective,
        @Nullable List<Map<String, String>> expectedResults,
        @Nullable List<String> typesOfAssistance,
        @Nullable List<String> themes,
        @Nullable List<String> targetGroups,
        @Nullable List<ProposedActivity> proposedActivities,
        @PersonalData @Nullable Map<String, String> counterpartTeam,
        @Nullable Map<String, String> ownContribution,
        @Nullable Map<String, String> otherDonors,
        @Nullable List<String> earlierCooperation,
        @Nullable Map<String, String> urgency,
        @Nullable Map<String, String> securityRemarks,
        @Nullable Map<String, String> crossCutting,
        @Nullable Period wishedPeriod,
        @Nullable String workingLanguage,
        @Nullable DelegationInformed delegationInformed,
        @Nullable Signatory signatory,
        @Nullable Boolean dataConsent,
        @Nullable String contributionKind,
        @Nullable String organiser,
        @Nullable LocalDate eventDate,
        @Nullable Map<String, String> audience,
        @Nullable Map<String, String> topic,
        @Nullable Map<String, String> speakerProfile,
        @Nullable Integer numberOfExperts,
        @Nullable List<String> support) {

    /** The full form is for several activities, the short one for a single contribution (R07). */
    public enum Kind {
        FULL(
                "language",
                "title",
                "country",
                "summary",
                "context",
                "strategyServed",
                "generalObjective",
                "specificObjective",
                "expectedResults",
                "typesOfAssistance",
                "themes",
                "targetGroups",
                "proposedActivities",
                "counterpartTeam",
                "ownContribution",
                "otherDonors",
                "earlierCooperation",
                "wishedPeriod",
                "workingLanguage",
                "delegationInformed",
                "signatory",
                "dataConsent"),
        SHORT(
                "language",
                "title",
                "contributionKind",
                "organiser",
                "eventDate",
                "topic",
                "speakerProfile",
                "signatory");

        /** What must be filled in on submission, in the order of the form (R06). */
        private final List<String> compulsory;

        Kind(String... compulsory) {
            this.compulsory = List.of(compulsory);
        }
    }

    /** From a day to a day, both included. */
    public record Period(LocalDate from, LocalDate to) {}

    /** One activity the partner has in mind; the plan is made later, with the facility. */
    public record ProposedActivity(
            String type,
            Map<String, String> purpose,
            @Nullable String place,
            @Nullable Period period,
            @Nullable String people) {}

    /** Whether the EU Delegation knows of the request. */
    public record DelegationInformed(Boolean informed, @PersonalData @Nullable String contact) {}

    /** Who signs for the institution. */
    public record Signatory(
            @PersonalData String name,
            @PersonalData String function,
            @Nullable String place,
            @Nullable LocalDate date) {}

    /** One to four activities make an action (R33). */
    static final int MOST_ACTIVITIES = 4;

    private static final Set<String> LANGUAGES_OF_THE_FORM = Set.of("en", "fr", "es");

    /** What only the full form asks: the one contribution of a short one is no plan (R07). */
    private static final Set<String> ON_FULL_ONLY =
            Set.of(
                    "strategyServed",
                    "generalObjective",
                    "specificObjective",
                    "expectedResults",
                    "proposedActivities",
                    "counterpartTeam",
                    "ownContribution",
                    "wishedPeriod");

    private static final Set<String> ON_SHORT_ONLY =
            Set.of(
                    "contributionKind",
                    "organiser",
                    "eventDate",
                    "audience",
                    "topic",
                    "speakerProfile",
                    "numberOfExperts",
                    "support");

    private static final String EXPERTS = "EXPERTS";

    private static final Set<String> SUPPORT = Set.of(EXPERTS, "MONEY", "LOGISTICS");

    /** What is written in one or more languages, among what is compulsory. */
    private static final Set<String> TEXTS =
            Set.of(
                    "title",
                    "summary",
                    "context",
                    "strategyServed",
                    "generalObjective",
                    "specificObjective",
                    "expectedResults",
                    "counterpartTeam",
                    "ownContribution",
                    "otherDonors",
                    "topic",
                    "speakerProfile");

    /** Questions to which "none" is an answer. */
    private static final Set<String> MAY_BE_NONE = Set.of("otherDonors", "earlierCooperation");

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .changeDefaultPropertyInclusion(
                            inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                    .build();
    private static final TypeReference<LinkedHashMap<String, Object>> FIELDS =
            new TypeReference<>() {};

    static final RequestForm EMPTY = of(Map.of());

    private static RequestForm of(Map<String, ?> fields) {
        return JSON.convertValue(fields, RequestForm.class);
    }

    /** The fields that are filled in, by name, as JSON values. */
    Map<String, Object> fields() {
        return JSON.convertValue(this, FIELDS);
    }

    /** This form with every field that the other has. */
    RequestForm with(RequestForm changes) {
        Map<String, Object> all = fields();
        all.putAll(changes.fields());
        return of(all).inOwnLanguage(null);
    }

    /** This form with these fields not filled in. */
    RequestForm without(Collection<String> names) {
        Map<String, Object> rest = fields();
        rest.keySet().removeAll(names);
        return names.isEmpty() ? this : of(rest);
    }

    /** Those of the named fields that are filled in, in the order of the form. */
    List<String> filledIn(Set<String> names) {
        return fields().keySet().stream().filter(names::contains).toList();
    }

    /** Those fields of the other form that differ from this one's. */
    RequestForm changesTo(RequestForm other) {
        Map<String, Object> changed = other.fields();
        Map<String, Object> own = fields();
        changed.entrySet().removeIf(field -> field.getValue().equals(own.get(field.getKey())));
        return of(changed);
    }

    /** With plain texts put under the language of the form, as far as it is known. */
    RequestForm inOwnLanguage(@Nullable String languageSoFar) {
        String own = language == null ? languageSoFar : language;
        return own == null ? this : of(named(fields(), own));
    }

    private static Map<String, Object> named(Map<?, ?> map, String language) {
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach(
                (key, value) ->
                        named.put(
                                key.equals(MultilingualText.OF_THE_FORM)
                                        ? language
                                        : String.valueOf(key),
                                named(value, language)));
        return named;
    }

    private static Object named(Object value, String language) {
        return switch (value) {
            case Map<?, ?> map -> named(map, language);
            case List<?> list -> list.stream().map(element -> named(element, language)).toList();
            default -> value;
        };
    }

    /**
     * Refuses values that a form of this kind may not hold, complete or not.
     *
     * @param enteredOn the day of entry: plans lie after it, signatures not
     */
    void check(Kind kind, LocalDate enteredOn) {
        belongTo(kind);
        if (contributionKind != null && !contributionKind.isEmpty()) {
            code("/contributionKind", CodeList.CONTRIBUTION_KINDS, contributionKind);
        }
        int index = 0;
        for (String asked : orEmpty(support)) {
            if (!SUPPORT.contains(asked)) {
                throw new Rejection.UnknownCode("/support/" + index, "support", asked);
            }
            index++;
        }
        codes("/typesOfAssistance", CodeList.TYPES_OF_ASSISTANCE, typesOfAssistance);
        codes("/themes", CodeList.THEMES, themes);
        List<ProposedActivity> activities = orEmpty(proposedActivities);
        for (int i = 0; i < activities.size(); i++) {
            code(
                    "/proposedActivities/" + i + "/type",
                    CodeList.ACTIVITY_TYPES,
                    activities.get(i).type());
        }
        if (country != null && !country.isEmpty()) {
            isoCountry("/country", country);
        }
        isoLanguage("/language", language);
        isoLanguage("/workingLanguage", workingLanguage);
        if (activities.size() > MOST_ACTIVITIES) {
            throw Rejection.InvalidFields.of(
                    "R33",
                    "/proposedActivities",
                    "too-many",
                    "An action has one to four activities.");
        }
        List<FieldError> errors = new ArrayList<>();
        distinct("/typesOfAssistance", typesOfAssistance, errors::add);
        distinct("/themes", themes, errors::add);
        planned("/wishedPeriod", wishedPeriod, enteredOn, errors::add);
        for (int i = 0; i < activities.size(); i++) {
            planned(
                    "/proposedActivities/" + i + "/period",
                    activities.get(i).period(),
                    enteredOn,
                    errors::add);
        }
        if (eventDate != null && eventDate.isBefore(enteredOn)) {
            errors.add(
                    new FieldError(
                            "/eventDate",
                            "in-the-past",
                            "A planned date cannot lie before the day of entry."));
        }
        if (signatory != null && signatory.date() != null && signatory.date().isAfter(enteredOn)) {
            errors.add(
                    new FieldError(
                            "/signatory/date",
                            "in-the-future",
                            "A signature cannot lie in the future."));
        }
        if (!errors.isEmpty()) {
            throw new Rejection.InvalidFields(errors);
        }
    }

    private void belongTo(Kind kind) {
        Set<String> foreign = kind == Kind.FULL ? ON_SHORT_ONLY : ON_FULL_ONLY;
        List<FieldError> errors =
                fields().keySet().stream()
                        .filter(foreign::contains)
                        .map(
                                name ->
                                        new FieldError(
                                                "/" + name,
                                                "other-form",
                                                kind == Kind.FULL
                                                        ? "A single contribution is asked for on the short form."
                                                        : "Several activities are asked for on the full form."))
                        .toList();
        if (!errors.isEmpty()) {
            throw new Rejection.InvalidFields("R07", errors);
        }
    }

    /** True if nothing but experts is asked for (R08). */
    boolean asksForExpertsOnly() {
        return orEmpty(support).stream().allMatch(EXPERTS::equals);
    }

    /** One error for each compulsory field of this kind that is not filled in (R06). */
    List<FieldError> missing(Kind kind) {
        Map<String, Object> fields = fields();
        List<FieldError> missing = new ArrayList<>();
        for (String name : kind.compulsory) {
            Object value = fields.get(name);
            if (value == null || !MAY_BE_NONE.contains(name)) {
                demand("/" + name, value, missing);
            }
        }
        int index = 0;
        for (ProposedActivity activity : orEmpty(proposedActivities)) {
            String pointer = "/proposedActivities/" + index++;
            demand(pointer + "/place", activity.place(), missing);
            demand(pointer + "/period", activity.period(), missing);
        }
        if (delegationInformed != null) {
            demand("/delegationInformed/contact", delegationInformed.contact(), missing);
        }
        if (signatory != null) {
            demand("/signatory/place", signatory.place(), missing);
            demand("/signatory/date", signatory.date(), missing);
        }
        if (Boolean.FALSE.equals(dataConsent)) {
            missing.add(
                    new FieldError(
                            "/dataConsent",
                            "required",
                            "Without this consent nothing can be handled."));
        }
        return missing;
    }

    private static void demand(String pointer, @Nullable Object value, List<FieldError> missing) {
        if (value == null || isBlank(value)) {
            missing.add(
                    new FieldError(
                            pointer, "required", "This must be filled in before submission."));
        }
    }

    /** One error for each compulsory text that is not there in the language of the form (R09). */
    List<FieldError> inOtherLanguage(Kind kind) {
        Map<String, Object> fields = fields();
        List<FieldError> errors = new ArrayList<>();
        for (String name : kind.compulsory) {
            if (TEXTS.contains(name)) {
                inOwnLanguage("/" + name, fields.get(name), errors);
            }
        }
        int index = 0;
        for (ProposedActivity activity : orEmpty(proposedActivities)) {
            inOwnLanguage(
                    "/proposedActivities/" + index++ + "/purpose", activity.purpose(), errors);
        }
        return errors;
    }

    private void inOwnLanguage(String pointer, @Nullable Object value, List<FieldError> errors) {
        switch (value) {
            case List<?> list -> {
                int index = 0;
                for (Object element : list) {
                    inOwnLanguage(pointer + "/" + index++, element, errors);
                }
            }
            case Map<?, ?> texts when !texts.isEmpty() && isBlankOrNull(texts.get(language)) ->
                    errors.add(
                            new FieldError(
                                    pointer,
                                    "other-language",
                                    "This must be there in the language of the form."));
            case null, default -> {}
        }
    }

    boolean isInAcceptedLanguage() {
        return language != null && LANGUAGES_OF_THE_FORM.contains(language);
    }

    static void isoCountry(String pointer, String code) {
        if (!Countries.isCode(code)) {
            throw new Rejection.UnknownCode(pointer, "ISO 3166 alpha-2", code);
        }
    }

    static void isoLanguage(String pointer, @Nullable String code) {
        if (code != null && !code.isEmpty() && !MultilingualText.isLanguage(code)) {
            throw new Rejection.UnknownCode(pointer, "ISO 639-1", code);
        }
    }

    static void code(String pointer, CodeList list, String code) {
        if (!list.contains(code)) {
            throw new Rejection.UnknownCode(pointer, list.listName(), code);
        }
    }

    /** Any code of a list: which of them a new action may have, its design is told (R28). */
    private static void codes(String pointer, CodeList list, @Nullable List<String> codes) {
        int index = 0;
        for (String code : orEmpty(codes)) {
            if (list.find(code).isEmpty()) {
                throw new Rejection.UnknownCode(pointer + "/" + index, list.listName(), code);
            }
            index++;
        }
    }

    private static void distinct(
            String pointer, @Nullable List<String> codes, Consumer<FieldError> errors) {
        Set<String> seen = new HashSet<>();
        int index = 0;
        for (String code : orEmpty(codes)) {
            if (!seen.add(code)) {
                errors.accept(
                        new FieldError(
                                pointer + "/" + index,
                                "duplicate",
                                "This code stands here twice."));
            }
            index++;
        }
    }

    private static void planned(
            String pointer,
            @Nullable Period period,
            LocalDate enteredOn,
            Consumer<FieldError> errors) {
        if (period == null) {
            return;
        }
        if (period.from().isBefore(enteredOn)) {
            errors.accept(
                    new FieldError(
                            pointer + "/from",
                            "in-the-past",
                            "A planned date cannot lie before the day of entry."));
        }
        if (period.to().isBefore(period.from())) {
            errors.accept(
                    new FieldError(
                            pointer + "/to", "end-before-start", "The end lies before the start."));
        }
    }

    private static boolean isBlank(Object value) {
        return switch (value) {
            case String text -> text.isBlank();
            case Map<?, ?> map -> map.values().stream().allMatch(RequestForm::isBlankOrNull);
            case Collection<?> list -> list.stream().allMatch(RequestForm::isBlankOrNull);
            default -> false;
        };
    }

    private static boolean isBlankOrNull(@Nullable Object value) {
        return value == null || isBlank(value);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
