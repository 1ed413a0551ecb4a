package org.socius.request;

import java.util.ArrayList;
import java.util.List;
import org.socius.platform.command.EventMoment;
import org.socius.platform.view.Duties;
import org.socius.platform.view.Duties.Duty;
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

/** Who did which step of a request, and that whoever drafts or signs it does not judge it (R23). */
final class RequestDuties {

    /** What a step is in the life of a request. */
    enum Part {
        /** Drafting and signing. */
        PREPARATION,
        /** Screening and appraising, which belong to others than the preparation. */
        JUDGEMENT,
        DECISION,
        COURSE
    }

    private final Duties duties = new Duties();
    private final List<Duty> preparing = new ArrayList<>();
    private final List<Duty> judging = new ArrayList<>();

    static Part partOf(RequestEvent event) {
        return switch (event) {
            case RequestDrafted _,
                    RequestDraftEdited _,
                    RequestDocumentAttached _,
                    RequestDocumentRemoved _,
                    RequestSubmitted _,
                    RequestResubmitted _ ->
                    Part.PREPARATION;
            case RequestScreeningStarted _,
                    RequestReturned _,
                    RequestFoundEligible _,
                    RequestFoundIneligible _,
                    RequestAppraised _ ->
                    Part.JUDGEMENT;
            case RequestPutOnHold _,
                    DelegationOpinionRecorded _,
                    DelegationOpinionOverridden _,
                    RequestAccepted _,
                    RequestRejected _,
                    RequestWithdrawn _,
                    RequestMerged _ ->
                    Part.DECISION;
            case RequestResumed _,
                    DelegationConsulted _,
                    RequestHandedOver _,
                    RequestLapsed _,
                    RequestErased _,
                    RequestActionOpened _,
                    RequestActionEnded _ ->
                    Part.COURSE;
        };
    }

    Duties.Shown shown() {
        return duties.shown();
    }

    void note(Object event, EventMoment moment) {
        Part part = partOf((RequestEvent) event);
        Duty duty = duties.add(event, part == Part.JUDGEMENT || part == Part.DECISION, moment);
        switch (part) {
            case PREPARATION -> {
                duties.apart("R23", duty, judging);
                preparing.add(duty);
            }
            case JUDGEMENT -> {
                duties.apart("R23", duty, preparing);
                judging.add(duty);
            }
            case DECISION, COURSE -> {}
        }
    }
}
