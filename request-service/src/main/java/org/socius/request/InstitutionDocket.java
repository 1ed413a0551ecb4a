package org.socius.request;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.Aggregates;
import org.socius.request.InstitutionDocket.DocketEvent.DocketActionOpened;
import org.socius.request.InstitutionDocket.DocketEvent.DocketMoved;
import org.socius.request.InstitutionDocket.DocketEvent.DocketPlaceFreed;
import org.socius.request.InstitutionDocket.DocketEvent.DocketPlaceTaken;
import org.socius.request.InstitutionDocket.DocketEvent.DocketRequestEntered;
import org.socius.request.InstitutionDocket.DocketEvent.DocketRequestLeft;
import org.socius.request.InstitutionDocket.DocketEvent.DocketRequestResumed;
import org.socius.request.InstitutionDocket.DocketEvent.DocketRequestWaits;
import org.socius.request.InstitutionDocket.DocketEvent.DocketRequestsRanked;
import org.socius.request.InstitutionDocket.DocketEvent.DocketTakenIn;

/**
 * The open requests of one institution and the one action it may have at a time (R12). A request
 * enters with its submission and leaves with its end; its acceptance takes the place at once, the
 * end of its action frees it. Requests that are on hold for that are taken up again in the order of
 * the institution's ranking, else of submission (R13). Changed only together with the request or
 * institution it is about, in one commit.
 */
@Aggregate(snapshotTriggerDefinition = Aggregates.SNAPSHOTS)
@Revision("2")
class InstitutionDocket {

    @AggregateIdentifier private String id;
    private final Set<String> openRequests = new LinkedHashSet<>();
    private final Set<String> waiting = new LinkedHashSet<>();
    private final List<String> ranking = new ArrayList<>();
    private final Map<String, String> actionByRequest = new LinkedHashMap<>();
    private int entered;

    /** What stands in the docket. */
    sealed interface DocketEvent {

        String docketId();

        @Revision("1")
        record DocketRequestEntered(String docketId, String institutionId, String requestId)
                implements DocketEvent {}

        @Revision("1")
        record DocketRequestLeft(String docketId, String requestId) implements DocketEvent {}

        /** The request is accepted: its action, not opened so far, counts as open. */
        @Revision("1")
        record DocketPlaceTaken(String docketId, String requestId) implements DocketEvent {}

        @Revision("1")
        record DocketActionOpened(String docketId, String requestId, String actionId)
                implements DocketEvent {}

        /**
         * @param waiting the requests on hold for this place that are taken up again, in their
         *     order; null in older events: none
         */
        @Revision("1")
        record DocketPlaceFreed(String docketId, String requestId, @Nullable List<String> waiting)
                implements DocketEvent {}

        /** The request waits for the place; it resumes by itself when that is free. */
        @Revision("1")
        record DocketRequestWaits(String docketId, String requestId) implements DocketEvent {}

        /** The request waits no longer. */
        @Revision("1")
        record DocketRequestResumed(String docketId, String requestId) implements DocketEvent {}

        /**
         * What stood in the docket of an institution that was merged stands here from now on.
         *
         * @param entered how many requests it had submitted
         * @param openRequests in their order
         * @param actionByRequest id of the open action by request, empty where it is not opened so
         *     far
         */
        @Revision("1")
        record DocketTakenIn(
                String docketId,
                String institutionId,
                int entered,
                List<String> openRequests,
                List<String> waiting,
                Map<String, String> actionByRequest)
                implements DocketEvent {}

        /**
         * The institution was merged into another one; so a request that enters here at the same
         * time meets the merge, and enters there instead.
         */
        @Revision("1")
        record DocketMoved(String docketId, String into) implements DocketEvent {}

        /** {@code requestIds}: every open request, the most wanted first. */
        @Revision("1")
        record DocketRequestsRanked(String docketId, List<String> requestIds)
                implements DocketEvent {}
    }

    @SuppressWarnings("NullAway.Init")
    InstitutionDocket() {}

    static String idOf(String institutionId) {
        return "docket-" + institutionId;
    }

    /**
     * A request is submitted.
     *
     * @return 1 for the institution's first request, 2 for its second, and so on (R20)
     */
    int enter(String institutionId, String requestId) {
        int ordinal = entered + 1;
        apply(new DocketRequestEntered(idOf(institutionId), institutionId, requestId));
        return ordinal;
    }

    /** True while an accepted request's action has not ended. */
    boolean hasOpenAction() {
        return !actionByRequest.isEmpty();
    }

    /** True for a request that is submitted and has not ended. */
    boolean isOpen(String requestId) {
        return openRequests.contains(requestId);
    }

    /** The institution of the other docket turned out to be this one. */
    void takeIn(String institutionId, InstitutionDocket other) {
        apply(
                new DocketTakenIn(
                        idOf(institutionId),
                        institutionId,
                        other.entered,
                        other.inOrder(),
                        List.copyOf(other.waiting),
                        Map.copyOf(other.actionByRequest)));
    }

    /** True if no request ever entered. */
    boolean isUnused() {
        return entered == 0;
    }

    /** What stands here stands in the docket of the institution that goes on. */
    void moveTo(String institutionId, String into) {
        apply(new DocketMoved(idOf(institutionId), into));
    }

    /** A request is put on hold until the place is free. */
    void await(String requestId) {
        apply(new DocketRequestWaits(id, requestId));
    }

    /** A request on hold is taken up again. */
    void resume(String requestId) {
        if (waiting.contains(requestId)) {
            apply(new DocketRequestResumed(id, requestId));
        }
    }

    /**
     * The institution says which request it wants first.
     *
     * @throws RequestRejection.RankingIncomplete unless every open request is named once, and there
     *     are two at least
     */
    void rank(List<String> requestIds) {
        if (openRequests.size() < 2
                || requestIds.size() != openRequests.size()
                || !openRequests.equals(Set.copyOf(requestIds))) {
            throw new RequestRejection.RankingIncomplete(openRequests);
        }
        apply(new DocketRequestsRanked(id, requestIds));
    }

    /** The open requests: the ranked ones in their order, then the others as they came in. */
    List<String> inOrder() {
        List<String> ordered = new ArrayList<>(ranking);
        openRequests.stream().filter(one -> !ranking.contains(one)).forEach(ordered::add);
        return ordered;
    }

    /** True if there are several open requests and no ranking of them all (R14). */
    boolean isAskedToRank() {
        return openRequests.size() > 1 && ranking.size() < openRequests.size();
    }

    /** A request ends without an action. */
    void leave(String requestId) {
        if (openRequests.contains(requestId)) {
            apply(new DocketRequestLeft(id, requestId));
        }
    }

    /**
     * A request is accepted.
     *
     * @throws RequestRejection.InstitutionHasOpenAction while another request's action is open
     */
    void takePlace(String requestId) {
        if (!actionByRequest.isEmpty()) {
            throw new RequestRejection.InstitutionHasOpenAction(actionByRequest);
        }
        apply(new DocketPlaceTaken(id, requestId));
    }

    /** The action of an accepted request is open under its own id. */
    void noteAction(String requestId, String actionId) {
        if (Objects.equals(actionByRequest.get(requestId), "")) {
            apply(new DocketActionOpened(id, requestId, actionId));
        }
    }

    /** The action of a request has ended. */
    void freePlace(String requestId) {
        if (actionByRequest.containsKey(requestId)) {
            List<String> takenUp =
                    actionByRequest.size() == 1
                            ? inOrder().stream().filter(waiting::contains).toList()
                            : List.of();
            apply(new DocketPlaceFreed(id, requestId, takenUp));
        }
    }

    @EventSourcingHandler
    void evolve(DocketEvent event) {
        id = event.docketId();
        switch (event) {
            case DocketRequestEntered e -> {
                openRequests.add(e.requestId());
                entered++;
            }
            case DocketTakenIn e -> {
                entered += e.entered();
                openRequests.addAll(e.openRequests());
                waiting.addAll(e.waiting());
                actionByRequest.putAll(e.actionByRequest());
            }
            case DocketMoved _ -> {
                entered = 0;
                openRequests.clear();
                waiting.clear();
                ranking.clear();
                actionByRequest.clear();
            }
            case DocketRequestLeft e -> left(e.requestId());
            case DocketPlaceTaken e -> {
                left(e.requestId());
                actionByRequest.put(e.requestId(), "");
            }
            case DocketActionOpened e -> actionByRequest.put(e.requestId(), e.actionId());
            case DocketPlaceFreed e -> actionByRequest.remove(e.requestId());
            case DocketRequestWaits e -> waiting.add(e.requestId());
            case DocketRequestResumed e -> waiting.remove(e.requestId());
            case DocketRequestsRanked e -> {
                ranking.clear();
                ranking.addAll(e.requestIds());
            }
        }
    }

    private void left(String requestId) {
        openRequests.remove(requestId);
        waiting.remove(requestId);
        ranking.remove(requestId);
    }
}
