package org.socius.action.desk;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.socius.action.desk.ActivityController.CoOrganiserBody;
import org.socius.action.desk.ActivityController.PlaceBody;
import org.socius.action.desk.ActivityController.VisitBody;
import org.socius.action.lifecycle.ActionCommand.*;
import org.socius.action.lifecycle.Actions;
import org.socius.action.lifecycle.Amendment;
import org.socius.action.plan.ActionDesign;
import org.socius.action.plan.Texts;
import org.socius.contracts.Roles;
import org.socius.platform.format.Money;
import org.socius.platform.format.MultilingualText;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.HandOver;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Commands on an action as a whole. */
@RestController
@RequestMapping("/api/v1/actions/{id}")
class ActionController {

    private final CommandDesk desk;
    private final Actions actions;

    ActionController(CommandDesk desk, Actions actions) {
        this.desk = desk;
        this.actions = actions;
    }

    record NoBody() {}

    record DesignBody(
            @NotNull MultilingualText title,
            @NotNull MultilingualText objective,
            @NotNull @Size(max = 30) List<@NotNull @Valid ResultBody> results,
            @NotNull @Size(max = 20) List<@NotBlank String> typesOfAssistance,
            @NotNull @Size(max = 40) List<@NotNull @Valid ShareBody> themes,
            @NotNull @Size(max = 40) List<@NotBlank String> sdgTargets,
            @NotNull Map<String, @NotNull Integer> markers,
            @NotNull @Valid Money budgetCeiling,
            @NotNull @Size(max = 60) List<@NotNull @Valid ShareBody> countries,
            @NotNull @Size(max = 50) List<@NotNull @Valid StakeholderBody> stakeholders,
            @NotNull MultilingualText risks) {

        ActionDesign design() {
            return new ActionDesign(
                    Texts.of(title),
                    Texts.of(objective),
                    results.stream().map(ResultBody::result).toList(),
                    typesOfAssistance,
                    themes.stream().map(ShareBody::asShare).toList(),
                    sdgTargets,
                    markers,
                    budgetCeiling,
                    countries.stream().map(ShareBody::asShare).toList(),
                    stakeholders.stream().map(StakeholderBody::stakeholder).toList(),
                    Texts.of(risks));
        }
    }

    record ResultBody(@NotNull MultilingualText text, @NotNull MultilingualText indicator) {
        private ActionDesign.Result result() {
            return new ActionDesign.Result(Texts.of(text), Texts.of(indicator));
        }
    }

    record AmendmentBody(@NotNull @Valid ChangesBody changes) {}

    /** Each field as in the design or the plan; an absent one stays as it is. */
    record ChangesBody(
            @Nullable MultilingualText title,
            @Nullable MultilingualText objective,
            @Size(max = 30) @Nullable List<@NotNull @Valid ResultBody> results,
            @Size(max = 20) @Nullable List<@NotBlank String> typesOfAssistance,
            @Size(max = 40) @Nullable List<@NotNull @Valid ShareBody> themes,
            @Size(max = 40) @Nullable List<@NotBlank String> sdgTargets,
            @Nullable Map<String, @NotNull Integer> markers,
            @Valid @Nullable Money budgetCeiling,
            @Size(max = 60) @Nullable List<@NotNull @Valid ShareBody> countries,
            @Size(max = 50) @Nullable List<@NotNull @Valid StakeholderBody> stakeholders,
            @Nullable MultilingualText risks,
            @Size(max = 10) @Nullable List<@NotNull @Valid ActivityChangeBody> activities) {

        Amendment amendment() {
            return new Amendment(
                    title == null ? null : Texts.of(title),
                    objective == null ? null : Texts.of(objective),
                    each(results, ResultBody::result),
                    typesOfAssistance,
                    each(themes, ShareBody::asShare),
                    sdgTargets,
                    markers,
                    budgetCeiling,
                    each(countries, ShareBody::asShare),
                    each(stakeholders, StakeholderBody::stakeholder),
                    risks == null ? null : Texts.of(risks),
                    activities == null
                            ? List.of()
                            : activities.stream().map(ActivityChangeBody::change).toList());
        }

        private static <B, T> @Nullable List<T> each(@Nullable List<B> bodies, Function<B, T> as) {
            return bodies == null ? null : bodies.stream().map(as).toList();
        }
    }

    /** {@code number}: absent for one activity more, which is then planned in full. */
    record ActivityChangeBody(
            @Nullable Integer number,
            @Nullable String type,
            @Nullable MultilingualText title,
            @Nullable String modality,
            @Valid @Nullable PlaceBody place,
            @Nullable LocalDate plannedStart,
            @Nullable LocalDate plannedEnd,
            @Nullable Integer estimatedDays,
            @Size(max = 4) @Nullable List<@NotNull Integer> dependsOn,
            @Valid @Nullable VisitBody visit,
            @Size(max = 20) @Nullable List<@NotNull @Valid CoOrganiserBody> coOrganisers) {

        private Amendment.OfActivity change() {
            return new Amendment.OfActivity(
                    number,
                    type,
                    title == null ? null : Texts.of(title),
                    modality,
                    PlaceBody.place(place),
                    plannedStart,
                    plannedEnd,
                    estimatedDays,
                    dependsOn,
                    visit == null ? null : visit.visit(),
                    CoOrganiserBody.all(coOrganisers));
        }
    }

    record LastingEffectsBody(
            @NotNull Boolean lasting,
            @NotNull Boolean followUpProposed,
            @NotBlank @Size(max = 4000) String text) {}

    record FollowUpBody(@NotBlank @Size(max = 64) String predecessor) {}

    record ShareBody(@NotBlank String code, @NotNull Integer share) {
        private ActionDesign.Share asShare() {
            return new ActionDesign.Share(code, share);
        }
    }

    record StakeholderBody(
            @NotBlank @Size(max = 300) String name, @NotNull @Size(max = 300) String role) {
        private ActionDesign.Stakeholder stakeholder() {
            return new ActionDesign.Stakeholder(name, role);
        }
    }

    record SurveyBody(
            @NotNull Integer activity,
            @NotNull Integer relevance,
            @NotNull Integer qualityOfExperts,
            @NotNull Integer organisation,
            @NotNull Integer usefulness,
            @NotNull Boolean wouldRecommend,
            @NotNull Boolean wouldWorkAgain,
            @NotNull @Size(max = 4000) String comment) {

        AnswerSurvey answer(String id, SurveyKind kind) {
            Map<String, Integer> ratings = new LinkedHashMap<>();
            ratings.put("relevance", relevance);
            ratings.put("qualityOfExperts", qualityOfExperts);
            ratings.put("organisation", organisation);
            ratings.put("usefulness", usefulness);
            return new AnswerSurvey(
                    id, activity, kind, ratings, wouldRecommend, wouldWorkAgain, comment);
        }
    }

    record EvaluationBody(
            @NotNull Map<String, @NotNull Integer> criteria,
            @NotNull String text,
            @NotBlank String outcomeLevel,
            @NotNull Boolean finalReportAccepted) {}

    record PublicationBody(
            @Nullable MultilingualText outcome, @Nullable MultilingualText publishedTitle) {}

    @PutMapping("/design")
    ResponseEntity<Object> design(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COORDINATOR)
                .send(DesignBody.class, body -> new DesignAction(id, body.design()));
    }

    @PostMapping("/partner-agreement")
    ResponseEntity<Object> partnerAgreement(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.PARTNER_SIGNATORY)
                .send(NoBody.class, body -> new AgreeToActionForm(id));
    }

    @PostMapping("/approval-request")
    ResponseEntity<Object> approvalRequest(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COORDINATOR)
                .send(NoBody.class, body -> new SubmitForApproval(id));
    }

    @PostMapping("/commission-agreement")
    ResponseEntity<Object> commissionAgreement(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COMMISSION)
                .send(NoBody.class, body -> new RecordCommissionAgreement(id));
    }

    @PostMapping("/approval")
    ResponseEntity<Object> approval(@PathVariable String id, HttpServletRequest http) {
        return on(http, id).allow(Roles.APPROVER).send(NoBody.class, body -> new ApproveAction(id));
    }

    @PostMapping("/return")
    ResponseEntity<Object> giveBack(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.APPROVER)
                .reasonRequired()
                .send(NoBody.class, body -> new ReturnForRedesign(id));
    }

    @PostMapping("/refusal")
    ResponseEntity<Object> refusal(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.APPROVER)
                .reasonRequired()
                .send(NoBody.class, body -> new RefuseAction(id));
    }

    @PostMapping("/cancellation")
    ResponseEntity<Object> cancellation(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COORDINATOR, Roles.PARTNER_SIGNATORY)
                .reasonRequired()
                .send(NoBody.class, body -> new CancelAction(id));
    }

    @PostMapping("/amendments")
    ResponseEntity<Object> amendment(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COORDINATOR, Roles.APPROVER)
                .reasonRequired()
                .send(AmendmentBody.class, body -> new AmendAction(id, body.changes().amendment()));
    }

    @PostMapping("/follow-ups")
    ResponseEntity<Object> followUp(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COORDINATOR)
                .send(FollowUpBody.class, body -> new LinkFollowUp(id, body.predecessor()));
    }

    @PostMapping("/unpublication")
    ResponseEntity<Object> unpublication(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COMMUNICATION_OFFICER)
                .reasonRequired()
                .send(NoBody.class, body -> new UnpublishAction(id));
    }

    @PostMapping("/responsible")
    ResponseEntity<Object> responsible(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COORDINATOR)
                .reasonRequired()
                .send(HandOver.class, body -> new HandOverAction(id, body.person()));
    }

    @PostMapping("/lasting-effects")
    ResponseEntity<Object> lastingEffects(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.EVALUATION_OFFICER)
                .send(
                        LastingEffectsBody.class,
                        body ->
                                new CheckLastingEffects(
                                        id, body.lasting(), body.followUpProposed(), body.text()));
    }

    @PostMapping("/suspension")
    ResponseEntity<Object> suspension(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COORDINATOR)
                .reasonRequired()
                .send(NoBody.class, body -> new SuspendAction(id));
    }

    @PostMapping("/resumption")
    ResponseEntity<Object> resumption(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COORDINATOR)
                .send(NoBody.class, body -> new ResumeAction(id));
    }

    @PostMapping("/surveys/{kind}/answers")
    ResponseEntity<Object> answer(
            @PathVariable String id,
            @Schema(allowableValues = {"partner", "expert", "participant"}) @PathVariable
                    String kind,
            HttpServletRequest http) {
        SurveyKind survey = survey(kind).orElseThrow(Rejection.NotFound::new);
        String role =
                switch (survey) {
                    case PARTNER -> Roles.PARTNER_SIGNATORY;
                    case EXPERT -> Roles.EXPERT;
                    case PARTICIPANT -> Roles.ACTIVITY_MANAGER;
                };
        return on(http, id).allow(role).send(SurveyBody.class, body -> body.answer(id, survey));
    }

    private static Optional<SurveyKind> survey(String kind) {
        return List.of(SurveyKind.values()).stream()
                .filter(survey -> survey.name().toLowerCase(Locale.ROOT).equals(kind))
                .findFirst();
    }

    @PostMapping("/evaluation")
    ResponseEntity<Object> evaluation(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.EVALUATION_OFFICER)
                .send(
                        EvaluationBody.class,
                        body ->
                                new EvaluateAction(
                                        id,
                                        body.criteria(),
                                        body.text(),
                                        body.outcomeLevel(),
                                        body.finalReportAccepted()));
    }

    @PostMapping("/closure")
    ResponseEntity<Object> closure(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COORDINATOR)
                .send(NoBody.class, body -> new CloseAction(id));
    }

    @PostMapping("/publication")
    ResponseEntity<Object> publication(@PathVariable String id, HttpServletRequest http) {
        return on(http, id)
                .allow(Roles.COMMUNICATION_OFFICER)
                .send(
                        PublicationBody.class,
                        body ->
                                new PublishAction(
                                        id,
                                        Texts.of(body.outcome()),
                                        Texts.of(body.publishedTitle())));
    }

    @PostMapping("/erasure")
    ResponseEntity<Object> erasure(@PathVariable String id, HttpServletRequest http) {
        return desk.on(http)
                .resource(actions::readForErasure, id)
                .allow(Roles.DATA_PROTECTION)
                .send(NoBody.class, body -> new EraseAction(id));
    }

    private CommandDesk.Call on(HttpServletRequest http, String id) {
        return desk.on(http).resource(actions, id);
    }
}
