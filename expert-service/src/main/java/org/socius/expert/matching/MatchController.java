package org.socius.expert.matching;

import static org.socius.contracts.Roles.COORDINATOR;
import static org.socius.contracts.Roles.MOBILISATION_OFFICER;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Set;
import org.socius.expert.actions.TermsOfReference.Position;
import org.socius.expert.calls.Call;
import org.socius.expert.calls.Calls;
import org.socius.expert.roster.Experts;
import org.socius.platform.command.Actor;
import org.socius.platform.partners.Partners;
import org.socius.platform.problem.Rejection;
import org.socius.platform.settings.SettingsInForce;
import org.socius.platform.time.Brussels;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
@EnableConfigurationProperties(MatchingSettings.class)
class MatchController {

    private static final Set<String> READERS = Set.of(MOBILISATION_OFFICER, COORDINATOR);

    private final Calls calls;
    private final Experts experts;
    private final SettingsInForce settings;
    private final Partners partners;
    private final Clock clock;

    MatchController(
            Calls calls,
            Experts experts,
            SettingsInForce settings,
            Partners partners,
            Clock clock) {
        this.calls = calls;
        this.experts = experts;
        this.settings = settings;
        this.partners = partners;
        this.clock = clock;
    }

    /** The verified experts of the position's field, the best first. */
    @GetMapping("/api/v1/calls/{id}/positions/{position}/matches")
    ResponseEntity<Page<Match>> matches(
            @PathVariable String id, @PathVariable String position, HttpServletRequest http) {
        ListQuery query = ListQuery.of(http, Set.of());
        Actor caller = Callers.current();
        if (!caller.hasAny(READERS)) {
            throw new Rejection.NotFound();
        }
        Call call = calls.find(id).orElseThrow(Rejection.NotFound::new).state();
        Need need =
                Need.of(
                        call.draft(),
                        wanted(call, position),
                        partners.recordsOf(Set.of(call.draft().institutionId())));
        LocalDate today = Brussels.day(clock.instant());
        Matching matching = new Matching(settings.on(MatchingSettings.class, today));
        return Page.cut(
                        matching.ranked(need, experts.candidates(need.field(), today), today),
                        query)
                .answer(query);
    }

    private static Position wanted(Call call, String code) {
        return call.draft().positions().stream()
                .filter(position -> position.code().equals(code))
                .findFirst()
                .orElseThrow(Rejection.NotFound::new);
    }
}
