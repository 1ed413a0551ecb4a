package org.socius.expert.persons;

import com.mongodb.client.MongoDatabase;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.Period;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.jspecify.annotations.Nullable;
import org.socius.expert.applications.ApplicationEvent;
import org.socius.expert.applications.ApplicationEvent.ApplicationErased;
import org.socius.expert.applications.ApplicationEvent.ApplicationFoundInadmissible;
import org.socius.expert.applications.ApplicationEvent.ApplicationNotSelected;
import org.socius.expert.applications.ApplicationEvent.ApplicationSubmitted;
import org.socius.expert.applications.ApplicationEvent.ApplicationWithdrawn;
import org.socius.expert.applications.ApplicationEvent.AssignmentDeclined;
import org.socius.expert.applications.ApplicationEvent.PartnerObjected;
import org.socius.expert.mobilisations.MobilisationEvent.AuthorisationRefused;
import org.socius.expert.mobilisations.MobilisationEvent.ExpertReplaced;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationCancelled;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationErased;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationOpened;
import org.socius.expert.mobilisations.MobilisationEvent.MobilisationSettled;
import org.socius.expert.roster.ExpertEvent;
import org.socius.expert.roster.ExpertEvent.EngagementEnded;
import org.socius.expert.roster.ExpertEvent.ExpertDeactivated;
import org.socius.expert.roster.ExpertEvent.ExpertErased;
import org.socius.expert.roster.ExpertEvent.ExpertProfileConfirmed;
import org.socius.expert.roster.ExpertEvent.ExpertProfileExpired;
import org.socius.expert.roster.ExpertEvent.ExpertProfileRefused;
import org.socius.expert.roster.ExpertEvent.ExpertProfileReturned;
import org.socius.expert.roster.ExpertEvent.ExpertProfileSubmitted;
import org.socius.expert.roster.ExpertEvent.ExpertProfileUpdated;
import org.socius.expert.roster.ExpertEvent.ExpertProfileVerified;
import org.socius.expert.roster.ExpertEvent.ExpertRegistered;
import org.socius.platform.command.EventMoment;
import org.socius.platform.retention.RetentionList;
import org.socius.platform.time.Brussels;
import org.socius.platform.web.Page;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Knows since when profiles, applications and mobilisations are only kept. An expert's period
 * begins with the end of the last mission once the person has left the roster; who had none is kept
 * from that day, and who neither completes nor confirms the profile from the day since which it
 * lies there. While the accounts of a mission are to be kept, the person is.
 */
@Component
@ProcessingGroup(Retention.NAME)
class Retention {

    static final String NAME = "retention";

    private static final String LEFT = "left";
    private static final String LIES = "lies";
    private static final String LAST_MISSION = "lastMission";

    private final RetentionList<Kind> list;

    Retention(
            MongoDatabase database,
            Clock clock,
            @Value("${socius.retention.applications-not-chosen:P2Y}") Period applications,
            @Value("${socius.retention.inactive-experts:P5Y}") Period experts,
            @Value("${socius.retention.accounting:P10Y}") Period accounting) {
        this.list =
                new RetentionList<>(
                        database,
                        Kind.class,
                        kind ->
                                switch (kind) {
                                    case APPLICATION -> applications;
                                    case EXPERT -> experts;
                                    case MOBILISATION -> accounting;
                                },
                        clock);
    }

    /** What is kept, and why. */
    enum Kind implements RetentionList.Kept {
        APPLICATION(
                "Applications that were not chosen are kept as long as a choice may be questioned.",
                "/api/v1/applications/"),
        EXPERT(
                "Who has left the roster, or lets the profile lie, is kept as long as the last"
                        + " mission may be asked about.",
                "/api/v1/experts/"),
        MOBILISATION(
                "Contracts, days and settlements are accounts, which the audit may ask for.",
                "/api/v1/mobilisations/");

        private final String basis;
        private final String place;

        Kind(String basis, String place) {
            this.basis = basis;
            this.place = place;
        }

        @Override
        public String basis() {
            return basis;
        }

        @Override
        public String path(String record) {
            return place + record;
        }

        @Override
        public boolean keepsPerson() {
            return this == MOBILISATION;
        }

        @Override
        public String erasure(String record, @Nullable String person) {
            return this == EXPERT
                    ? "/api/v1/persons/" + person + "/erasure"
                    : path(record) + "/erasure";
        }
    }

    ResponseEntity<Page<RetentionList.Due>> due(HttpServletRequest http) {
        return list.answer(http);
    }

    @EventHandler
    void on(ExpertRegistered event, EventMoment moment) {
        list.know(Kind.EXPERT, event.expertId(), event.expertId());
        lies(event, moment);
    }

    @EventHandler
    void on(ExpertProfileUpdated event, EventMoment moment) {
        if (list.noted(event.expertId(), LIES) != null) {
            lies(event, moment);
        }
    }

    @EventHandler
    void on(ExpertProfileReturned event, EventMoment moment) {
        lies(event, moment);
    }

    @EventHandler
    void on(ExpertProfileExpired event, EventMoment moment) {
        lies(event, moment);
    }

    @EventHandler
    void on(ExpertProfileSubmitted event) {
        inUse(event);
    }

    @EventHandler
    void on(ExpertProfileVerified event) {
        inUse(event);
    }

    @EventHandler
    void on(ExpertProfileConfirmed event) {
        inUse(event);
    }

    private void lies(ExpertEvent event, EventMoment moment) {
        list.note(event.expertId(), LIES, Brussels.day(moment.occurredAt()));
        begin(event.expertId());
    }

    private void inUse(ExpertEvent event) {
        list.resume(event.expertId(), LIES);
    }

    private void begin(String expertId) {
        LocalDate mission = list.noted(expertId, LAST_MISSION);
        LocalDate left = list.noted(expertId, LEFT);
        LocalDate lies = list.noted(expertId, LIES);
        if (left != null) {
            list.begin(expertId, mission == null ? left : mission);
        } else if (lies != null) {
            list.begin(expertId, mission == null || mission.isBefore(lies) ? lies : mission);
        }
    }

    @EventHandler
    void on(EngagementEnded event) {
        LocalDate ended = event.lastDayOnSite();
        LocalDate known = list.noted(event.expertId(), LAST_MISSION);
        if (ended != null && (known == null || known.isBefore(ended))) {
            list.note(event.expertId(), LAST_MISSION, ended);
            begin(event.expertId());
        }
    }

    @EventHandler
    void on(ExpertDeactivated event, EventMoment moment) {
        left(event.expertId(), moment);
    }

    @EventHandler
    void on(ExpertProfileRefused event, EventMoment moment) {
        left(event.expertId(), moment);
    }

    private void left(String expertId, EventMoment moment) {
        list.note(expertId, LEFT, Brussels.day(moment.occurredAt()));
        begin(expertId);
    }

    @EventHandler
    void on(ExpertErased event) {
        list.forgetPerson(event.expertId());
    }

    @EventHandler
    void on(ApplicationSubmitted event) {
        list.know(Kind.APPLICATION, event.applicationId(), event.expertId());
    }

    @EventHandler
    void on(ApplicationFoundInadmissible event, EventMoment moment) {
        notChosen(event, moment);
    }

    @EventHandler
    void on(ApplicationNotSelected event, EventMoment moment) {
        notChosen(event, moment);
    }

    @EventHandler
    void on(PartnerObjected event, EventMoment moment) {
        notChosen(event, moment);
    }

    @EventHandler
    void on(AssignmentDeclined event, EventMoment moment) {
        notChosen(event, moment);
    }

    @EventHandler
    void on(ApplicationWithdrawn event, EventMoment moment) {
        notChosen(event, moment);
    }

    private void notChosen(ApplicationEvent event, EventMoment moment) {
        list.begin(event.applicationId(), Brussels.day(moment.occurredAt()));
    }

    @EventHandler
    void on(ApplicationErased event) {
        list.forget(event.applicationId());
    }

    @EventHandler
    void on(MobilisationOpened event) {
        list.know(Kind.MOBILISATION, event.mobilisationId(), event.expertId());
    }

    @EventHandler
    void on(MobilisationSettled event, EventMoment moment) {
        closed(event.mobilisationId(), moment);
    }

    @EventHandler
    void on(AuthorisationRefused event, EventMoment moment) {
        closed(event.mobilisationId(), moment);
    }

    @EventHandler
    void on(MobilisationCancelled event, EventMoment moment) {
        closed(event.mobilisationId(), moment);
    }

    @EventHandler
    void on(ExpertReplaced event, EventMoment moment) {
        closed(event.mobilisationId(), moment);
    }

    @EventHandler
    void on(MobilisationErased event) {
        list.forget(event.mobilisationId());
    }

    private void closed(String mobilisationId, EventMoment moment) {
        list.begin(mobilisationId, Brussels.day(moment.occurredAt()));
    }

    @ResetHandler
    void reset() {
        list.clear();
    }
}
