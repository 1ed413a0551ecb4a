package org.socius.request;

import com.mongodb.client.model.Filters;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.jspecify.annotations.Nullable;
import org.socius.platform.view.DueStepsTimer;
import org.socius.platform.view.ViewStore;
import org.socius.request.InstitutionEvent.InstitutionsMerged;
import org.springframework.stereotype.Component;

/** Keeps the lists of requests and institutions, and tells the timer what falls due. */
@Component
@ProcessingGroup("request-lists")
class RequestLists {

    private final Requests requests;
    private final Institutions institutions;
    private final ViewStore<RequestSummary> requestList;
    private final ViewStore<InstitutionSummary> institutionList;
    private final DueStepsTimer timer;

    RequestLists(
            Requests requests,
            Institutions institutions,
            ViewStore<RequestSummary> requestList,
            ViewStore<InstitutionSummary> institutionList,
            DueStepsTimer timer) {
        this.requests = requests;
        this.institutions = institutions;
        this.requestList = requestList;
        this.institutionList = institutionList;
        this.timer = timer;
    }

    @EventHandler
    void on(RequestEvent event) {
        String id = event.requestId();
        requests.find(id)
                .ifPresent(
                        found -> {
                            RequestSummary summary = found.state().summary(found.version());
                            requestList.save(id, found.version(), fields(summary), summary);
                            timer.schedule(Requests.TYPE, id, found.state().timerDue());
                        });
    }

    @EventHandler
    void on(InstitutionEvent event) {
        String id = event.institutionId();
        institutions
                .find(id)
                .ifPresent(
                        found -> {
                            InstitutionSummary summary = found.state().summary(found.version());
                            institutionList.save(id, found.version(), fields(summary), summary);
                        });
        if (event instanceof InstitutionsMerged) {
            requestList
                    .all(Filters.eq(ViewStore.field("institution"), id))
                    .forEach(request -> refresh(request.id()));
        }
    }

    /** The request itself has not changed, what is shown of it has. */
    private void refresh(String requestId) {
        requests.find(requestId)
                .ifPresent(
                        found -> {
                            RequestSummary summary = found.state().summary(found.version());
                            requestList.rewrite(
                                    requestId, found.version(), fields(summary), summary);
                        });
    }

    private static Map<String, Object> fields(RequestSummary summary) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("status", summary.status());
        fields.put("country", summary.country());
        fields.put(
                "institution",
                summary.askedAs() == null
                        ? summary.institution().id()
                        : List.of(summary.institution().id(), summary.askedAs().id()));
        fields.put("theme", summary.themes());
        fields.put("typeOfAssistance", summary.typesOfAssistance());
        fields.put("number", Objects.requireNonNullElse(summary.number(), ""));
        fields.put(
                "submittedAt",
                summary.submittedAt() == null ? "" : summary.submittedAt().toString());
        fields.put(
                "text",
                text(
                        Stream.concat(
                                Stream.of(
                                        summary.number(),
                                        summary.institution().name().en(),
                                        summary.institution().name().original(),
                                        summary.institution().acronym()),
                                summary.title() == null
                                        ? Stream.empty()
                                        : summary.title().values().stream())));
        return fields;
    }

    private static Map<String, Object> fields(InstitutionSummary summary) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("id", summary.id());
        fields.put("country", summary.country());
        fields.put("name", summary.name().en());
        fields.put(
                "text",
                text(
                        Stream.concat(
                                Stream.of(
                                        summary.name().en(),
                                        summary.name().original(),
                                        summary.acronym()),
                                summary.aliases().stream())));
        return fields;
    }

    /** What a search looks into. */
    private static String text(Stream<@Nullable String> parts) {
        return parts.filter(Objects::nonNull)
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
    }
}
