package org.socius.expert.roster;

import static org.socius.contracts.Roles.COORDINATOR;
import static org.socius.contracts.Roles.EXPERT;
import static org.socius.contracts.Roles.MOBILISATION_OFFICER;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.socius.expert.roster.ExpertCommand.ConfirmProfile;
import org.socius.expert.roster.ExpertCommand.DeactivateExpert;
import org.socius.expert.roster.ExpertCommand.EditProfile;
import org.socius.expert.roster.ExpertCommand.RefuseProfile;
import org.socius.expert.roster.ExpertCommand.RegisterExpert;
import org.socius.expert.roster.ExpertCommand.ReinstateExpert;
import org.socius.expert.roster.ExpertCommand.ReturnProfile;
import org.socius.expert.roster.ExpertCommand.SubmitProfile;
import org.socius.expert.roster.ExpertCommand.SuspendExpert;
import org.socius.expert.roster.ExpertCommand.VerifyProfile;
import org.socius.platform.command.Actor;
import org.socius.platform.format.DerivedId;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.Timeline;
import org.socius.platform.web.Callers;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.CommandDesk.Creation;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(ExpertController.PATH)
class ExpertController {

    static final String PATH = "/api/v1/experts";

    private final CommandDesk desk;
    private final Experts experts;
    private final Timeline timeline;

    ExpertController(CommandDesk desk, Experts experts, Timeline timeline) {
        this.desk = desk;
        this.experts = experts;
        this.timeline = timeline;
    }

    record NoBody() {}

    /** A profile with its id, or the changed fields of one. */
    record ProfileBody(
            @Pattern(regexp = DerivedId.OF_CLIENT) @Nullable String id,
            Profile.@Valid @Nullable Name name,
            @Size(max = 254) @Pattern(regexp = "[^@\\s]{1,64}@[^@\\s]{1,189}")
                    @Nullable String email,
            @Size(max = 50) @Nullable String phone,
            @Nullable String nationality,
            @Nullable String residence,
            @Pattern(regexp = "[FMX]") @Nullable String sex,
            @Size(max = 50) @Nullable List<Profile.@Valid @NotNull Employment> employers,
            @Size(max = 50) @Nullable List<Profile.@Valid @NotNull Expertise> expertise,
            @Size(max = 50) @Nullable List<Profile.@Valid @NotNull Language> languages,
            Profile.@Valid @Nullable Consents consents,
            @Size(max = 50) @Nullable List<Profile.@Valid @NotNull Availability> availability,
            @Nullable Boolean onSite,
            @Nullable Boolean remote,
            @Size(max = 20) @Nullable List<@NotNull String> typesOfAssistance,
            @Size(max = 200) @Nullable List<@NotNull String> countriesWorkedIn,
            @Size(max = 5000) @Nullable String education,
            @Size(max = 5000) @Nullable String publications,
            @Size(max = 5000) @Nullable String references) {

        Profile profile() {
            return new Profile(
                    name,
                    email,
                    phone,
                    nationality,
                    residence,
                    sex,
                    employers,
                    expertise,
                    languages,
                    consents,
                    availability,
                    onSite,
                    remote,
                    typesOfAssistance,
                    countriesWorkedIn,
                    education,
                    publications,
                    references);
        }
    }

    @PostMapping
    ResponseEntity<Object> register(HttpServletRequest http) {
        return desk.on(http)
                .allow(EXPERT, MOBILISATION_OFFICER)
                .create(
                        ProfileBody.class,
                        PATH,
                        experts,
                        body -> {
                            String id = idOf(body);
                            return new Creation(id, new RegisterExpert(id, body.profile()));
                        });
    }

    private static String idOf(ProfileBody body) {
        if (body.id() != null) {
            return body.id();
        }
        String own = Callers.current().expertId();
        return own == null ? UUID.randomUUID().toString() : own;
    }

    @PutMapping("/{id}")
    ResponseEntity<Object> edit(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(EXPERT, MOBILISATION_OFFICER)
                .send(
                        ProfileBody.class,
                        body -> {
                            if (body.id() != null && !body.id().equals(id)) {
                                throw Rejection.InvalidFields.of(
                                        "/id", "fixed", "The id is the one in the address.");
                            }
                            return new EditProfile(id, body.profile());
                        });
    }

    @PostMapping("/{id}/submission")
    ResponseEntity<Object> submission(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(EXPERT, MOBILISATION_OFFICER)
                .send(NoBody.class, body -> new SubmitProfile(id));
    }

    @PostMapping("/{id}/verification")
    ResponseEntity<Object> verification(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(MOBILISATION_OFFICER)
                .send(NoBody.class, body -> new VerifyProfile(id));
    }

    @PostMapping("/{id}/return")
    ResponseEntity<Object> returned(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(MOBILISATION_OFFICER)
                .reasonRequired()
                .send(NoBody.class, body -> new ReturnProfile(id));
    }

    @PostMapping("/{id}/refusal")
    ResponseEntity<Object> refusal(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(MOBILISATION_OFFICER)
                .reasonRequired()
                .send(NoBody.class, body -> new RefuseProfile(id));
    }

    @PostMapping("/{id}/confirmation")
    ResponseEntity<Object> confirmation(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(EXPERT, MOBILISATION_OFFICER)
                .send(NoBody.class, body -> new ConfirmProfile(id));
    }

    @PostMapping("/{id}/suspension")
    ResponseEntity<Object> suspension(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(COORDINATOR)
                .reasonRequired()
                .send(NoBody.class, body -> new SuspendExpert(id));
    }

    @PostMapping("/{id}/reinstatement")
    ResponseEntity<Object> reinstatement(@PathVariable String id, HttpServletRequest http) {
        return on(http, id).allow(COORDINATOR).send(NoBody.class, body -> new ReinstateExpert(id));
    }

    @PostMapping("/{id}/deactivation")
    ResponseEntity<Object> deactivation(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(EXPERT, MOBILISATION_OFFICER)
                .send(NoBody.class, body -> new DeactivateExpert(id));
    }

    private CommandDesk.Call on(HttpServletRequest http, String id) {
        return desk.on(http).resource(experts, id);
    }

    @GetMapping("/me")
    ResponseEntity<Object> me(HttpServletRequest http) {
        String own = Callers.current().expertId();
        if (own == null) {
            throw new Rejection.NotFound();
        }
        return one(own, http);
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> one(@PathVariable String id, HttpServletRequest http) {
        return experts.answer(id, http);
    }

    @GetMapping("/{id}/timeline")
    List<Timeline.Entry> timeline(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        Actor caller = Callers.current();
        if (experts.read(id, caller).isEmpty()) {
            throw new Rejection.NotFound();
        }
        return timeline.of(id, Experts.seesPersons(caller, id), Experts.seesPersons(caller, id));
    }

    @GetMapping
    ResponseEntity<Page<Map<String, Object>>> list(HttpServletRequest http) {
        ListQuery query =
                ListQuery.of(
                        http,
                        Set.of("expert", "status", "country"),
                        "q",
                        "status",
                        "category",
                        "expertise",
                        "language",
                        "country",
                        "availableFrom",
                        "availableTo");
        return experts.list(query, Callers.current()).answer(query);
    }
}
