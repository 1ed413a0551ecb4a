package org.socius.action.register;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.action.lifecycle.ActionView;

/** One line of the list of actions; what is not recorded is null. */
public record ActionSummary(
        String id,
        @Nullable String reference,
        @Nullable String requestId,
        String origin,
        String status,
        long version,
        Map<String, String> title,
        ActionView.InstitutionView institution,
        @Nullable String country,
        List<String> typesOfAssistance,
        List<String> themes,
        @Nullable LocalDate start,
        @Nullable LocalDate end,
        List<ActivitySummary> activities,
        boolean published) {

    /** One activity in a line of the list. */
    public record ActivitySummary(int number, @Nullable String type, @Nullable String status) {}

    static ActionSummary of(ActionView view) {
        return new ActionSummary(
                view.id(),
                view.reference(),
                view.requestId(),
                view.origin(),
                view.status(),
                view.version(),
                view.design().title(),
                view.institution(),
                view.country(),
                view.design().typesOfAssistance(),
                view.design().themes().stream().map(ActionView.ShareView::code).toList(),
                view.start(),
                view.end(),
                view.activities().stream()
                        .map(a -> new ActivitySummary(a.number(), a.type(), a.status()))
                        .toList(),
                view.published());
    }
}
