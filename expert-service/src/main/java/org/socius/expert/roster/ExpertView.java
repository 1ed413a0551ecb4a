package org.socius.expert.roster;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Actor;
import tools.jackson.databind.json.JsonMapper;

/**
 * A roster entry as its list keeps it.
 *
 * @param category of the employment on the day of the newest event, null without one
 * @param memberState whether the employer's country was a Member State on that day
 * @param confirmBy last day before the profile expires (R74), null while it is not active
 * @param cv the file beside the profile, null without one
 * @param runningMobilisations null in lines written before they were counted
 * @param bookings null in lines written before they were listed
 * @param missionsEnded last days of the missions carried out; null as the bookings
 */
record ExpertView(
        String id,
        String status,
        long version,
        @Nullable String category,
        @Nullable String employerCountry,
        @Nullable Boolean memberState,
        @Nullable LocalDate confirmBy,
        @Nullable Integer runningMobilisations,
        @Nullable List<Candidate.Booking> bookings,
        @Nullable List<LocalDate> missionsEnded,
        Profile profile,
        @Nullable Cv cv,
        List<String> allowedTransitions) {

    /** A CV as a file; it lies at {@code /experts/{id}/cv}. */
    record Cv(String name, String type, long size) {}

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static ExpertView of(
            String id,
            Expert.Status status,
            long version,
            Profile profile,
            @Nullable Cv cv,
            @Nullable LocalDate confirmBy,
            int runningMobilisations,
            List<Candidate.Booking> bookings,
            List<LocalDate> missionsEnded,
            LocalDate today) {
        Profile.Employment now = profile.employmentOn(today).orElse(null);
        return new ExpertView(
                id,
                status.name(),
                version,
                now == null ? null : now.category(),
                now == null ? null : now.country(),
                now == null ? null : now.inMemberState(today),
                confirmBy,
                runningMobilisations,
                bookings,
                missionsEnded,
                profile,
                cv,
                status.transitions());
    }

    Candidate candidate() {
        return new Candidate(
                id,
                profile,
                bookings == null ? List.of() : bookings,
                missionsEnded == null ? List.of() : missionsEnded);
    }

    /** As a reader sees it: the whole profile, or what says nothing about who it is. */
    Map<String, Object> shownTo(Actor caller) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("id", id);
        shown.put("status", status);
        shown.put("version", version);
        shown.put("category", category);
        shown.put("employerCountry", employerCountry);
        shown.put("memberState", memberState);
        shown.put("confirmBy", confirmBy);
        shown.put("runningMobilisations", runningMobilisations);
        if (Experts.seesPersons(caller, id)) {
            shown.put("bookings", bookings);
            shown.put("missionsEnded", missionsEnded);
            fields().forEach(shown::put);
            shown.put("cv", cv);
        } else {
            shown.put("expertise", profile.expertise());
            shown.put("languages", profile.languages());
            shown.put("onSite", profile.onSite());
            shown.put("remote", profile.remote());
        }
        shown.put("allowedTransitions", allowedTransitions);
        return shown;
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> fields() {
        return JSON.convertValue(profile, Map.class);
    }
}
