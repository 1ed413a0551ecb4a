package org.socius.expert.calls;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.expert.actions.TermsOfReference.Days;
import org.socius.expert.actions.TermsOfReference.Phases;
import org.socius.expert.actions.TermsOfReference.Place;
import org.socius.expert.calls.CallEvent.CallDrafted;
import org.socius.expert.calls.CallEvent.NominationNoted;
import org.socius.expert.sight.Sight;
import org.socius.platform.command.Actor;

/**
 * A call with everything R78 asks a published one to show. {@code assessors}, {@code applications},
 * who has a seat, who is in reserve, who is nominated and who is responsible are for staff.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CallView(
        String id,
        String reference,
        String status,
        long version,
        String actionId,
        String actionReference,
        Map<String, String> actionTitle,
        Partner partner,
        @Nullable String country,
        int activity,
        String activityType,
        Map<String, String> activityTitle,
        String modality,
        @Nullable Place place,
        int termsOfReferenceVersion,
        List<Position> positions,
        Phases phases,
        List<String> languages,
        @Nullable Instant publishedAt,
        @Nullable Instant deadline,
        int round,
        @Nullable List<String> assessors,
        @Nullable Integer applications,
        @Nullable Map<String, Seat> seats,
        @Nullable Map<String, List<String>> reserves,
        @Nullable List<Nomination> nominations,
        @Nullable String responsible,
        @Nullable List<String> allowedTransitions) {

    record Partner(String id, Map<String, String> name) {}

    record Wanted(
            List<String> required,
            List<String> wished,
            Map<String, String> languages,
            @Nullable Integer yearsMin) {}

    record Position(
            String code,
            String responsibility,
            boolean principal,
            String expertiseArea,
            Wanted profile,
            Days days,
            boolean mandatory) {}

    record Seat(String applicationId, boolean accepted) {}

    /** Somebody a collaborative partner has named for a position (R81). */
    record Nomination(String position, String expertId, String partnerId) {}

    static CallView of(
            CallDrafted draft,
            long version,
            Call.Status status,
            @Nullable Instant publishedAt,
            @Nullable Instant deadline,
            int round,
            Set<String> assessors,
            int applications,
            Map<String, Call.Seat> seats,
            Map<String, List<String>> reserves,
            List<NominationNoted> nominations,
            @Nullable String responsible) {
        Map<String, Seat> taken = new TreeMap<>();
        seats.forEach(
                (position, seat) ->
                        taken.put(position, new Seat(seat.applicationId(), seat.accepted())));
        return new CallView(
                draft.callId(),
                draft.reference(),
                status.name(),
                version,
                draft.actionId(),
                draft.actionReference(),
                draft.actionTitle(),
                new Partner(draft.institutionId(), draft.institutionName()),
                draft.country(),
                draft.activity(),
                draft.activityType(),
                draft.activityTitle(),
                draft.modality(),
                draft.place(),
                draft.termsOfReferenceVersion(),
                draft.positions().stream().map(CallView::position).toList(),
                draft.phases(),
                draft.positions().stream()
                        .flatMap(position -> position.languages().keySet().stream())
                        .distinct()
                        .sorted()
                        .toList(),
                publishedAt,
                deadline,
                round,
                assessors.stream().sorted().toList(),
                applications,
                taken,
                reserves,
                nominations.stream()
                        .map(n -> new Nomination(n.position(), n.expertId(), n.partnerId()))
                        .toList(),
                responsible,
                status.transitions());
    }

    private static Position position(org.socius.expert.actions.TermsOfReference.Position from) {
        return new Position(
                from.code(),
                from.responsibility(),
                from.principal(),
                from.expertiseArea(),
                new Wanted(from.required(), from.wished(), from.languages(), from.yearsMin()),
                from.days(),
                from.mandatory());
    }

    boolean isVisibleTo(Actor caller) {
        if (Sight.ofStaff(caller)) {
            return true;
        }
        if (publishedAt == null) {
            return false;
        }
        return status.equals(Call.Status.OPEN.name())
                || caller.has(Roles.EXPERT)
                || caller.has(Roles.COLLABORATIVE_PARTNER)
                || caller.actsFor(partner.id());
    }

    CallView shownTo(Actor caller) {
        return Sight.ofStaff(caller)
                ? this
                : new CallView(
                        id,
                        reference,
                        status,
                        version,
                        actionId,
                        actionReference,
                        actionTitle,
                        partner,
                        country,
                        activity,
                        activityType,
                        activityTitle,
                        modality,
                        place,
                        termsOfReferenceVersion,
                        positions,
                        phases,
                        languages,
                        publishedAt,
                        deadline,
                        round,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
    }
}
