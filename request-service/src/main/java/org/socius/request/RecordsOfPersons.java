package org.socius.request;

import com.mongodb.client.MongoDatabase;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Period;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.annotation.MessageIdentifier;
import org.jspecify.annotations.Nullable;
import org.socius.platform.command.EventMoment;
import org.socius.platform.documents.Documents;
import org.socius.platform.privacy.RecordKeys;
import org.socius.platform.retention.RetentionList;
import org.socius.platform.time.Brussels;
import org.socius.platform.web.Page;
import org.socius.request.InstitutionEvent.InstitutionErased;
import org.socius.request.RequestEvent.RequestDrafted;
import org.socius.request.RequestEvent.RequestErased;
import org.socius.request.RequestEvent.RequestFoundIneligible;
import org.socius.request.RequestEvent.RequestLapsed;
import org.socius.request.RequestEvent.RequestMerged;
import org.socius.request.RequestEvent.RequestRejected;
import org.socius.request.RequestEvent.RequestWithdrawn;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Forgets what requests and institutions say about persons, files included, and knows which
 * requests that came to nothing have been kept for as long as they may be.
 */
@Component
@ProcessingGroup(RecordsOfPersons.NAME)
class RecordsOfPersons {

    static final String NAME = "records-of-persons";

    private final RetentionList<Kind> list;
    private final RecordKeys keys;
    private final Requests requests;
    private final Documents documents;
    private final Clock clock;

    RecordsOfPersons(
            MongoDatabase database,
            RecordKeys keys,
            Requests requests,
            Documents documents,
            Clock clock,
            @Value("${socius.retention.refused-requests:P5Y}") Period refused) {
        this.list =
                new RetentionList<>(
                        database,
                        Kind.class,
                        kind ->
                                switch (kind) {
                                    case REQUEST -> refused;
                                },
                        clock);
        this.keys = keys;
        this.requests = requests;
        this.documents = documents;
        this.clock = clock;
    }

    /** What is kept, and why. */
    enum Kind implements RetentionList.Kept {
        REQUEST;

        @Override
        public String basis() {
            return "Requests that came to nothing are kept as long as the institution may ask why.";
        }

        @Override
        public String path(String record) {
            return "/api/v1/requests/" + record;
        }

        @Override
        public String erasure(String record, @Nullable String person) {
            return path(record) + "/erasure";
        }
    }

    ResponseEntity<Page<RetentionList.Due>> due(HttpServletRequest http) {
        return list.answer(http);
    }

    @EventHandler
    void on(RequestDrafted event) {
        list.know(Kind.REQUEST, event.requestId(), null);
    }

    @EventHandler
    void on(RequestFoundIneligible event, EventMoment moment) {
        cameToNothing(event, moment);
    }

    @EventHandler
    void on(RequestRejected event, EventMoment moment) {
        cameToNothing(event, moment);
    }

    @EventHandler
    void on(RequestWithdrawn event, EventMoment moment) {
        cameToNothing(event, moment);
    }

    @EventHandler
    void on(RequestLapsed event, EventMoment moment) {
        cameToNothing(event, moment);
    }

    @EventHandler
    void on(RequestMerged event, EventMoment moment) {
        cameToNothing(event, moment);
    }

    private void cameToNothing(RequestEvent event, EventMoment moment) {
        list.begin(event.requestId(), Brussels.day(moment.occurredAt()));
    }

    @EventHandler
    void on(RequestErased event, @MessageIdentifier String occasion) {
        String id = event.requestId();
        keys.renew(id, occasion, clock.instant());
        requests.find(id)
                .ifPresent(
                        found ->
                                found.state()
                                        .allFiles()
                                        .forEach(file -> documents.doubt(Requests.TYPE, id, file)));
        list.forget(id);
    }

    @EventHandler
    void on(InstitutionErased event, @MessageIdentifier String occasion) {
        keys.renew(event.institutionId(), occasion, clock.instant());
    }
}
