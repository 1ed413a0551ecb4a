package org.socius.action.lifecycle;

import static org.socius.action.lifecycle.ActionExamples.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.ActivityCommand.*;
import org.socius.platform.testing.Story;

/** Events of stories that together tell everything that can happen to an action. */
public final class EveryEvent {

    private EveryEvent() {}

    /** Each event at least once. */
    public static List<Object> once() {
        List<Object> events = new ArrayList<>();
        Story main = at("EVALUATED");
        main.given(SIGNATORY, answer("Good answer"))
                .given(SYSTEM, new NoteSettlement(ACTION, 1, "mobilisation-1-1"))
                .at("2027-04-20T09:00:00Z")
                .given(CLARA, new CloseAction(ACTION))
                .given(COMMUNICATOR, publication("A model"))
                .at("2028-01-20T09:00:00Z")
                .given(EVALUATOR, effects())
                .given(DORA, new EraseAction(ACTION));
        events.addAll(main.eventsOf(ACTION));
        Story returned = at("AWAITING_APPROVAL");
        returned.because("Unclear")
                .given(OLGA, new ReturnForRedesign(ACTION))
                .given(CLARA, new ChangeActivityPlan(ACTION, 1, visit()))
                .given(SIGNATORY, new AgreeToActionForm(ACTION))
                .given(CLARA, new SubmitForApproval(ACTION))
                .because("Too dear")
                .given(OLGA, new RefuseAction(ACTION));
        events.addAll(returned.eventsOf(ACTION));
        Story cancelled =
                at("IN_DESIGN").because("Elections").given(SIGNATORY, new CancelAction(ACTION));
        events.addAll(cancelled.eventsOf(ACTION));
        Story halted = at("CONFIRMED");
        halted.given(SYSTEM, history("before", "2014-12", false))
                .because("Clara is on leave")
                .given(CLARA, new HandOverAction(ACTION, "cleo"))
                .because("Prices near the ministry rose")
                .given(CLARA, amended(6_100_000L, 21))
                .given(CLARA, new LinkFollowUp(ACTION, "2014-12"))
                .because("The minister asks")
                .given(COMMUNICATOR, new UnpublishAction(ACTION))
                .because("SECURITY", "Unrest near the ministry")
                .given(CLARA, new SuspendAction(ACTION))
                .given(CLARA, new ResumeAction(ACTION))
                .because("The minister travels")
                .given(MANAGER, new PostponeActivity(ACTION, 1))
                .given(MANAGER, rescheduled("2027-06-01", "2027-06-05"))
                .because("POLITICAL_CHANGE", "Another minister")
                .given(CLARA, new CancelActivity(ACTION, 1));
        events.addAll(halted.eventsOf(ACTION));
        Story review = at("UNDER_QUALITY_REVIEW");
        review.because("Thin").given(MANAGER, new ReturnDeliverable(ACTION, 1, "d1"));
        events.addAll(review.eventsOf(ACTION));
        Story lost =
                at("TEAM_COMPLETE")
                        .given(SYSTEM, new RemoveTeamMember(ACTION, 1, "mobilisation-1-1", "E1"));
        events.addAll(lost.eventsOf(ACTION));
        Story history = story().given(SYSTEM, history("id-old", "2014-12", false));
        events.addAll(history.eventsOf("id-old"));
        return events;
    }

    private static AnswerSurvey answer(String comment) {
        return new AnswerSurvey(
                ACTION, 1, SurveyKind.PARTNER, Map.of("relevance", 5), true, true, comment);
    }
}
