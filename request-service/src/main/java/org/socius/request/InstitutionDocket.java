package org.socius.request;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.socius.platform.command.Aggregates;
import org.socius.request.InstitutionDocket.DocketEvent.DocketActionOpened;
import org.socius.request.InstitutionDocket.DocketEvent.DocketPlaceFreed;
import org.socius.request.InstitutionDocket.DocketEvent.DocketPlaceTaken;
import org.socius.request.InstitutionDocket.DocketEvent.DocketRequestEntered;
import org.socius.request.InstitutionDocket.DocketEvent.DocketRequestLeft;

/**
 * The open requests of one institution and the one action it may have at a time (R12). A request
 * enters with its submission and leaves with its end; its acceptance takes the place at once, the
 * end of its action frees it. Changed only together with the request it is about, in one commit.
 */
@Aggregate(snapshotTriggerDefinition = Aggregates.SNAPSHOTS)
@Revision("1")
class InstitutionDocket {

    @AggregateIdentifier private String id;
    private final Set<String> openRequests = new HashSet<>();
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

        @Revision("1")
        record DocketPlaceFreed(String docketId, String requestId) implements DocketEvent {}
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
            apply(new DocketPlaceFreed(id, requestId));
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
            case DocketRequestLeft e -> openRequests.remove(e.requestId());
            case DocketPlaceTaken e -> {
                openRequests.remove(e.requestId());
                actionByRequest.put(e.requestId(), "");
            }
            case DocketActionOpened e -> actionByRequest.put(e.requestId(), e.actionId());
            case DocketPlaceFreed e -> actionByRequest.remove(e.requestId());
        }
    }
}
