package org.socius.reporting.intake;

import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.socius.contracts.Topics;
import org.socius.contracts.expert.ExpertContract.*;
import org.socius.platform.intake.Fact;
import org.socius.platform.intake.Intake;
import org.socius.platform.time.WorkingDays;
import org.socius.reporting.notices.Audience;
import org.socius.reporting.notices.Groups;
import org.socius.reporting.notices.Institutions;
import org.socius.reporting.notices.Noticeboard;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The intake that turns facts into notices, once for all instances. Each waits until the facts it
 * refers to are known here.
 */
@Configuration(proxyBeanMethods = false)
class IntakeOfNotices {

    @Bean
    Institutions mergedInstitutions(Supplier<Known> known) {
        return ids -> known.get().situation(new Bounds(null, null)).recordsOf(ids);
    }

    @Bean
    Intake notices(
            Supplier<Known> known,
            Noticeboard board,
            Groups groups,
            WorkingDays workingDays,
            @Value("${socius.notices.group:reporting-service.notices}") String group) {
        NoticeTable table = new NoticeTable(workingDays);
        Members members = new Members(groups, known);
        Intake.Builder intake = Intake.of(group).topics(Topics.ALL.toArray(String[]::new));
        for (Class<?> contract : FactLog.contracts()) {
            intake.on(
                    contract,
                    (fact, event) -> {
                        members.follow(fact, event);
                        if (event instanceof ExpertErasedV1 erased) {
                            board.forgetExpert(erased.expertId());
                        }
                        if (board.isYoungEnough(fact.recordedAt())) {
                            board.put(fact, table.notices(fact, event, known.get()));
                        }
                    });
        }
        return intake.build();
    }

    /** Who belongs to a team, to the applicants of a call, to an expertise area. */
    private record Members(Groups groups, Supplier<Known> known) {

        void follow(Fact fact, Object event) {
            switch (event) {
                case ApplicationSubmittedV1 e ->
                        groups.join(e.expertId(), Audience.applicants(e.callId()));
                case ApplicationFoundInadmissibleV1 _,
                        ApplicationNotSelectedV1 _,
                        ApplicationWithdrawnV1 _,
                        PartnerObjectedV1 _,
                        AssignmentDeclinedV1 _ ->
                        newest(fact, ApplicationSubmittedV1.class)
                                .ifPresent(
                                        a ->
                                                groups.leave(
                                                        a.expertId(),
                                                        Audience.applicants(a.callId())));
                case MobilisationOpenedV1 e -> team(e).forEach(t -> groups.join(e.expertId(), t));
                case AuthorisationRefusedV1 _, MobilisationCancelledV1 _, ExpertReplacedV1 _ ->
                        newest(fact, MobilisationOpenedV1.class)
                                .ifPresent(
                                        m -> team(m).forEach(t -> groups.leave(m.expertId(), t)));
                case ExpertProfileVerifiedV1 e ->
                        areas(e).forEach(area -> groups.join(e.expertId(), area));
                case ExpertReinstatedV1 _, ExpertProfileConfirmedV1 _ ->
                        newest(fact, ExpertProfileVerifiedV1.class)
                                .ifPresent(
                                        e ->
                                                areas(e).forEach(
                                                                area ->
                                                                        groups.join(
                                                                                e.expertId(),
                                                                                area)));
                case ExpertProfileSubmittedV1 _,
                        ExpertProfileExpiredV1 _,
                        ExpertSuspendedV1 _,
                        ExpertDeactivatedV1 _,
                        ExpertErasedV1 _ ->
                        newest(fact, ExpertProfileVerifiedV1.class)
                                .ifPresent(
                                        e ->
                                                areas(e).forEach(
                                                                area ->
                                                                        groups.leave(
                                                                                e.expertId(),
                                                                                area)));
                default -> {}
            }
        }

        /** The newest fact of a type about the same aggregate, this one and earlier ones. */
        private <E> Optional<E> newest(Fact fact, Class<E> type) {
            return NoticeTable.own(fact, known.get()).moments().stream()
                    .map(Moment::event)
                    .filter(type::isInstance)
                    .map(type::cast)
                    .reduce((_, later) -> later);
        }

        private static Collection<Audience> team(MobilisationOpenedV1 e) {
            return Set.of(Audience.team(e.actionId()), Audience.team(e.actionId(), e.activity()));
        }

        /** An area of the list and, for a subdivision, the area it belongs to. */
        private static Collection<Audience> areas(ExpertProfileVerifiedV1 e) {
            Set<Audience> areas = new HashSet<>();
            for (Expertise expertise : e.expertise()) {
                areas.add(Audience.area(expertise.area()));
                areas.add(Audience.area(expertise.area().substring(0, 1)));
            }
            return areas;
        }
    }
}
