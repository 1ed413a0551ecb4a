package org.socius.expert.roster;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Countries;
import org.socius.contracts.reference.MemberStates;
import org.socius.platform.problem.Rejection;
import org.socius.platform.problem.Rejection.FieldError;

/**
 * What the roster holds about a person, or the changed part of it: what is null is not known, or
 * not changed. All of it is personal data.
 *
 * @param nationality ISO 3166 alpha-2, like all countries here
 * @param sex F, M or X, for statistics only, if the person gives it
 * @param employers every employer with its period; the category belongs to the period (R69)
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Profile(
        @Valid @Nullable Name name,
        @Size(max = 254) @Pattern(regexp = "[^@\\s]{1,64}@[^@\\s]{1,189}") @Nullable String email,
        @Size(max = 50) @Nullable String phone,
        @Nullable String nationality,
        @Nullable String residence,
        @Pattern(regexp = "[FMX]") @Nullable String sex,
        @Valid @Size(max = 50) @Nullable List<@NotNull Employment> employers,
        @Valid @Size(max = 50) @Nullable List<@NotNull Expertise> expertise,
        @Valid @Size(max = 50) @Nullable List<@NotNull Language> languages,
        @Valid @Nullable Consents consents,
        @Valid @Size(max = 50) @Nullable List<@NotNull Availability> availability,
        @Nullable Boolean onSite,
        @Nullable Boolean remote,
        @Size(max = 20) @Nullable List<@NotNull String> typesOfAssistance,
        @Size(max = 200) @Nullable List<@NotNull String> countriesWorkedIn,
        @Size(max = 5000) @Nullable String education,
        @Size(max = 5000) @Nullable String publications,
        @Size(max = 5000) @Nullable String references) {

    /** Nothing is known. */
    static final Profile EMPTY =
            new Profile(
                    null, null, null, null, null, null, null, null, null, null, null, null, null,
                    null, null, null, null, null);

    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    public record Name(
            @NotBlank @Size(max = 100) String given, @NotBlank @Size(max = 100) String family) {}

    /**
     * One employer over a period.
     *
     * @param organisationId the id under which the organisation authorises absences, null where it
     *     has none
     * @param country of the employer: the expert's Member State is this one, not citizenship (R70)
     * @param to last day, or null while it lasts
     */
    public record Employment(
            @Size(max = 100) @Nullable String organisationId,
            @NotBlank @Size(max = 300) String name,
            @NotNull String country,
            @NotNull String category,
            @NotNull LocalDate from,
            @Nullable LocalDate to,
            @Size(max = 300) @Nullable String authorisingOffice) {

        boolean on(LocalDate day) {
            return !day.isBefore(from) && (to == null || !day.isAfter(to));
        }

        /** True for public administrations and mandated bodies: their staff need leave (R90). */
        @JsonIgnore
        public boolean isPublic() {
            return category.equals("PUBLIC_ADMINISTRATION") || category.equals("MANDATED_BODY");
        }

        /** True if the employer's country was a Member State on that day (R71). */
        public boolean inMemberState(LocalDate day) {
            return MemberStates.isMember(country, day);
        }
    }

    /**
     * @param area a letter of the list of expertise areas, optionally with a number
     * @param years of experience
     * @param level one lower-case word such as {@code senior}: it leaves the service, and so has no
     *     room for anything about the person (R119)
     */
    public record Expertise(
            @NotBlank String area,
            @Min(0) @Max(70) @Nullable Integer years,
            @Pattern(regexp = "[a-z]{2,20}") @Nullable String level) {}

    /**
     * @param code ISO 639-1
     * @param level CEFR, A1 to C2
     */
    public record Language(
            @NotBlank String code, @NotNull @Pattern(regexp = "[ABC][12]") String level) {}

    /**
     * @param privacyNotice when it was accepted
     */
    public record Consents(@NotNull LocalDate privacyNotice, @Nullable Boolean publicName) {}

    /** Both days inclusive. */
    public record Availability(@NotNull LocalDate from, @NotNull LocalDate to) {}

    /** This profile with every field replaced that the other one states. */
    Profile with(Profile changes) {
        return new Profile(
                or(changes.name, name),
                or(changes.email, email),
                or(changes.phone, phone),
                or(changes.nationality, nationality),
                or(changes.residence, residence),
                or(changes.sex, sex),
                or(changes.employers, employers),
                or(changes.expertise, expertise),
                or(changes.languages, languages),
                or(changes.consents, consents),
                or(changes.availability, availability),
                or(changes.onSite, onSite),
                or(changes.remote, remote),
                or(changes.typesOfAssistance, typesOfAssistance),
                or(changes.countriesWorkedIn, countriesWorkedIn),
                or(changes.education, education),
                or(changes.publications, publications),
                or(changes.references, references));
    }

    /** Only what differs from an earlier state of the profile. */
    Profile differenceFrom(Profile earlier) {
        return new Profile(
                changed(name, earlier.name),
                changed(email, earlier.email),
                changed(phone, earlier.phone),
                changed(nationality, earlier.nationality),
                changed(residence, earlier.residence),
                changed(sex, earlier.sex),
                changed(employers, earlier.employers),
                changed(expertise, earlier.expertise),
                changed(languages, earlier.languages),
                changed(consents, earlier.consents),
                changed(availability, earlier.availability),
                changed(onSite, earlier.onSite),
                changed(remote, earlier.remote),
                changed(typesOfAssistance, earlier.typesOfAssistance),
                changed(countriesWorkedIn, earlier.countriesWorkedIn),
                changed(education, earlier.education),
                changed(publications, earlier.publications),
                changed(references, earlier.references));
    }

    /** The employment on a day; where several overlap, the one begun last. */
    public Optional<Employment> employmentOn(LocalDate day) {
        return Objects.requireNonNullElse(employers, List.<Employment>of()).stream()
                .filter(employment -> employment.on(day))
                .max(Comparator.comparing(Employment::from));
    }

    /** True if one of these organisations is among the employers of a day. */
    public boolean worksFor(Set<String> organisations, LocalDate day) {
        return Objects.requireNonNullElse(employers, List.<Employment>of()).stream()
                .filter(employment -> employment.on(day))
                .map(Employment::organisationId)
                .anyMatch(employer -> employer != null && organisations.contains(employer));
    }

    /** Name, contact and consent: without them nobody is registered. */
    void requireForRegistration() {
        List<FieldError> errors = new ArrayList<>();
        demand(errors, "/name", name);
        demand(errors, "/email", email);
        demand(errors, "/nationality", nationality);
        demand(errors, "/residence", residence);
        demand(errors, "/employers", employers);
        demand(errors, "/expertise", expertise);
        demand(errors, "/languages", languages);
        demand(errors, "/consents", consents);
        if (!errors.isEmpty()) {
            throw new Rejection.InvalidFields(errors);
        }
    }

    /** What R68 asks for and is not there, by the names of the fields. */
    List<String> missingForSubmission(LocalDate today) {
        List<String> missing = new ArrayList<>();
        if (employmentOn(today).isEmpty()) {
            missing.add("employers");
        }
        if (expertise == null || expertise.stream().noneMatch(e -> e.years() != null)) {
            missing.add("expertise");
        }
        if (languages == null || languages.isEmpty()) {
            missing.add("languages");
        }
        return missing;
    }

    /** Demands known codes, countries and languages, and facts that lie in the past. */
    void requireSound(LocalDate today) {
        List<FieldError> errors = new ArrayList<>();
        country(errors, "/nationality", nationality);
        country(errors, "/residence", residence);
        for (int i = 0; employers != null && i < employers.size(); i++) {
            Employment employment = employers.get(i);
            String at = "/employers/" + i;
            known(CodeList.EXPERT_CATEGORIES, at + "/category", employment.category());
            country(errors, at + "/country", employment.country());
            past(errors, at + "/from", employment.from(), today);
            if (employment.to() != null && employment.to().isBefore(employment.from())) {
                errors.add(
                        new FieldError(
                                at + "/to", "end-before-start", "It ends before it begins."));
            }
        }
        for (int i = 0; expertise != null && i < expertise.size(); i++) {
            known(CodeList.EXPERTISE_AREAS, "/expertise/" + i + "/area", expertise.get(i).area());
        }
        for (int i = 0; languages != null && i < languages.size(); i++) {
            if (!LANGUAGES.contains(languages.get(i).code())) {
                errors.add(
                        new FieldError(
                                "/languages/" + i + "/code",
                                "unknown-language",
                                "An ISO 639-1 code is expected."));
            }
        }
        for (int i = 0; typesOfAssistance != null && i < typesOfAssistance.size(); i++) {
            known(
                    CodeList.TYPES_OF_ASSISTANCE,
                    "/typesOfAssistance/" + i,
                    typesOfAssistance.get(i));
        }
        for (int i = 0; countriesWorkedIn != null && i < countriesWorkedIn.size(); i++) {
            country(errors, "/countriesWorkedIn/" + i, countriesWorkedIn.get(i));
        }
        for (int i = 0; availability != null && i < availability.size(); i++) {
            if (availability.get(i).to().isBefore(availability.get(i).from())) {
                errors.add(
                        new FieldError(
                                "/availability/" + i + "/to",
                                "end-before-start",
                                "It ends before it begins."));
            }
        }
        if (consents != null) {
            past(errors, "/consents/privacyNotice", consents.privacyNotice(), today);
        }
        if (!errors.isEmpty()) {
            throw new Rejection.InvalidFields(errors);
        }
    }

    private static void demand(List<FieldError> errors, String pointer, @Nullable Object value) {
        if (value == null) {
            errors.add(new FieldError(pointer, "required", "This is needed."));
        }
    }

    private static void known(CodeList list, String pointer, String code) {
        if (!list.contains(code)) {
            throw new Rejection.UnknownCode(pointer, list.listName(), code);
        }
    }

    private static void country(List<FieldError> errors, String pointer, @Nullable String code) {
        if (code != null && !Countries.isCode(code)) {
            errors.add(
                    new FieldError(
                            pointer,
                            "unknown-code",
                            "An ISO 3166 alpha-2 code in upper case is expected."));
        }
    }

    private static void past(
            List<FieldError> errors, String pointer, LocalDate day, LocalDate today) {
        if (day.isAfter(today)) {
            errors.add(
                    new FieldError(pointer, "in-the-future", "A fact cannot lie in the future."));
        }
    }

    private static <T> @Nullable T or(@Nullable T changed, @Nullable T kept) {
        return changed == null ? kept : changed;
    }

    private static <T> @Nullable T changed(@Nullable T now, @Nullable T earlier) {
        return Objects.equals(now, earlier) ? null : now;
    }
}
