package org.socius.reporting.notices;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.socius.platform.problem.Problem;
import org.socius.platform.problem.Rejection;
import org.socius.platform.time.Brussels;
import org.socius.platform.web.Callers;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who is away names who stands in. */
@RestController
class SubstitutionController {

    private static final String SUBSTITUTIONS = "/api/v1/substitutions";
    private static final int MAX_REASON = 2_000;
    private static final int MAX_SUBJECT = 200;

    private final Substitutions substitutions;
    private final People people;
    private final Doorstep door;
    private final Clock clock;

    SubstitutionController(Substitutions substitutions, People people, Doorstep door, Clock clock) {
        this.substitutions = substitutions;
        this.people = people;
        this.door = door;
        this.clock = clock;
    }

    /**
     * @param substitute account with one of the caller's roles, which was here before
     * @param from first day, not before today
     * @param to last day
     */
    record SubstitutionBody(
            @Nullable UUID id,
            @Nullable String substitute,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable String reason) {}

    record NoBody() {}

    @Problem(
            code = "unsuitable-substitute",
            status = 409,
            title = "This account cannot stand in for you",
            remedy = "Name an account that holds one of your roles and has looked at its notices.")
    static final class UnsuitableSubstitute extends Rejection {
        private static final long serialVersionUID = 1;

        UnsuitableSubstitute() {
            super("The account holds none of your roles, or was never here.");
        }
    }

    @Operation(summary = "For whom the caller stands in, and who stands in for the caller")
    @GetMapping(SUBSTITUTIONS)
    ResponseEntity<Page<Substitutions.Substitution>> list(HttpServletRequest http) {
        ListQuery query = ListQuery.of(http, Set.of());
        String caller = door.reader().subject();
        return Page.cut(
                        substitutions.of(caller).stream().map(one -> shown(one, caller)).toList(),
                        query)
                .answer(query);
    }

    /** The reason is between the person and the facility, not for the substitute. */
    private static Substitutions.Substitution shown(Substitutions.Substitution one, String caller) {
        return one.person().equals(caller)
                ? one
                : new Substitutions.Substitution(
                        one.id(),
                        one.person(),
                        one.substitute(),
                        one.from(),
                        one.to(),
                        null,
                        one.named(),
                        one.withdrawn());
    }

    @Operation(
            summary = "Names who stands in for the caller, from a day to a day",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema =
                                                    @Schema(
                                                            implementation =
                                                                    SubstitutionBody.class))))
    @PostMapping(SUBSTITUTIONS)
    ResponseEntity<Substitutions.Substitution> name(HttpServletRequest http) {
        String caller = door.reader().subject();
        SubstitutionBody body = door.body(http, SubstitutionBody.class);
        String id = (body.id() == null ? UUID.randomUUID() : body.id()).toString();
        Substitutions.Substitution named = named(id, caller, body);
        if (!suitable(caller, named.substitute())) {
            throw new UnsuitableSubstitute();
        }
        if (!substitutions.name(named)) {
            throw new Rejection.IdInUse(id);
        }
        return ResponseEntity.created(URI.create(SUBSTITUTIONS + "/" + id))
                .body(substitutions.one(id).orElse(named));
    }

    private Substitutions.Substitution named(String id, String caller, SubstitutionBody body) {
        String substitute = body.substitute();
        if (substitute == null || substitute.isBlank() || substitute.length() > MAX_SUBJECT) {
            throw Rejection.InvalidFields.of("/substitute", "required", "Say who stands in.");
        }
        if (substitute.equals(caller)) {
            throw Rejection.InvalidFields.of(
                    "/substitute", "same-person", "Nobody stands in for himself.");
        }
        LocalDate today = Brussels.day(clock.instant());
        LocalDate from = body.from();
        LocalDate to = body.to();
        if (from == null || from.isBefore(today)) {
            throw Rejection.InvalidFields.of(
                    "/from", "in-the-past", "The first day is today or later.");
        }
        if (to == null || to.isBefore(from)) {
            throw Rejection.InvalidFields.of(
                    "/to", "out-of-order", "The last day is not before the first.");
        }
        String reason = body.reason();
        if (reason == null || reason.isBlank() || reason.length() > MAX_REASON) {
            throw Rejection.InvalidFields.of(
                    "/reason", "required", "Give a reason of up to 2,000 characters.");
        }
        return new Substitutions.Substitution(
                id, caller, substitute, from, to, reason, clock.instant(), null);
    }

    private boolean suitable(String caller, String substitute) {
        return !Collections.disjoint(Callers.current().roles(), people.rolesOf(substitute))
                && !caller.equals(substitute);
    }

    @Operation(summary = "Ends a substitution with the day before")
    @PostMapping(SUBSTITUTIONS + "/{substitution}/withdrawal")
    Substitutions.Substitution withdraw(
            @PathVariable String substitution, HttpServletRequest http) {
        String caller = door.reader().subject();
        Substitutions.Substitution found =
                substitutions
                        .one(substitution)
                        .filter(one -> List.of(one.person(), one.substitute()).contains(caller))
                        .orElseThrow(Rejection.NotFound::new);
        door.body(http, NoBody.class);
        if (found.withdrawn() != null || found.to().isBefore(Brussels.day(clock.instant()))) {
            throw new Rejection.WrongState("ENDED", List.of());
        }
        substitutions.withdraw(substitution, clock.instant());
        return shown(substitutions.one(substitution).orElse(found), caller);
    }
}
