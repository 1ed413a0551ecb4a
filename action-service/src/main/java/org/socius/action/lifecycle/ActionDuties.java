package org.socius.action.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.socius.action.lifecycle.ActionEvent.ActionAmended;
import org.socius.action.lifecycle.ActionEvent.ActionApproved;
import org.socius.action.lifecycle.ActionEvent.ActionCancelled;
import org.socius.action.lifecycle.ActionEvent.ActionClosed;
import org.socius.action.lifecycle.ActionEvent.ActionDesigned;
import org.socius.action.lifecycle.ActionEvent.ActionEvaluated;
import org.socius.action.lifecycle.ActionEvent.ActionFormAgreed;
import org.socius.action.lifecycle.ActionEvent.ActionPublished;
import org.socius.action.lifecycle.ActionEvent.ActionRefused;
import org.socius.action.lifecycle.ActionEvent.ActionResumed;
import org.socius.action.lifecycle.ActionEvent.ActionReturnedForRedesign;
import org.socius.action.lifecycle.ActionEvent.ActionSuspended;
import org.socius.action.lifecycle.ActionEvent.ActionUnpublished;
import org.socius.action.lifecycle.ActionEvent.CommissionAgreementRecorded;
import org.socius.action.lifecycle.ActionEvent.LastingEffectsChecked;
import org.socius.action.lifecycle.ActivityEvent.ActivityCancelled;
import org.socius.action.lifecycle.ActivityEvent.ActivityConfirmed;
import org.socius.action.lifecycle.ActivityEvent.ActivityPlanChanged;
import org.socius.action.lifecycle.ActivityEvent.ActivityPlanned;
import org.socius.action.lifecycle.ActivityEvent.ActivityPostponed;
import org.socius.action.lifecycle.ActivityEvent.ActivityRescheduled;
import org.socius.action.lifecycle.ActivityEvent.DeliverableAccepted;
import org.socius.action.lifecycle.ActivityEvent.DeliverableAcceptedByPartner;
import org.socius.action.lifecycle.ActivityEvent.DeliverableReturned;
import org.socius.action.lifecycle.ActivityEvent.TermsOfReferenceFinalised;
import org.socius.action.lifecycle.ActivityEvent.TermsOfReferenceNoObjectionGiven;
import org.socius.platform.command.EventMoment;
import org.socius.platform.view.Duties;
import org.socius.platform.view.Duties.Duty;

/**
 * Who did which step of an action, and that whoever changed its design or plan decided on it only
 * after somebody else had sent it back (R31).
 */
final class ActionDuties {

    private static final Set<Class<?>> DECISIONS =
            Set.of(
                    ActionFormAgreed.class,
                    CommissionAgreementRecorded.class,
                    ActionApproved.class,
                    ActionReturnedForRedesign.class,
                    ActionRefused.class,
                    ActionAmended.class,
                    ActionSuspended.class,
                    ActionResumed.class,
                    ActionCancelled.class,
                    ActionEvaluated.class,
                    ActionClosed.class,
                    ActionPublished.class,
                    ActionUnpublished.class,
                    LastingEffectsChecked.class,
                    TermsOfReferenceNoObjectionGiven.class,
                    TermsOfReferenceFinalised.class,
                    ActivityConfirmed.class,
                    ActivityPostponed.class,
                    ActivityCancelled.class,
                    DeliverableAccepted.class,
                    DeliverableAcceptedByPartner.class,
                    DeliverableReturned.class);

    private final Duties duties = new Duties();
    private final List<Duty> designing = new ArrayList<>();
    private boolean approved;

    Duties.Shown shown() {
        return duties.shown();
    }

    void note(Object event, EventMoment moment) {
        Duty duty = duties.add(event, DECISIONS.contains(event.getClass()), moment);
        boolean great = event instanceof ActionAmended amended && amended.newApproval();
        if (event instanceof ActionApproved
                || event instanceof ActionRefused
                || event instanceof ActionReturnedForRedesign
                || great) {
            duties.apart("R31", duty, designing);
        }
        if (event instanceof ActionReturnedForRedesign) {
            designing.clear();
        }
        approved |= event instanceof ActionApproved;
        boolean planned =
                event instanceof ActionDesigned
                        || event instanceof ActivityPlanned
                        || event instanceof ActivityPlanChanged
                        || event instanceof ActivityRescheduled
                        || event instanceof ActivityCancelled;
        if (planned && !approved || event instanceof ActionAmended && !great) {
            designing.add(duty);
        }
    }
}
