package org.socius.expert;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.socius.expert.actions.KnownAction;
import org.socius.expert.actions.KnownActionCommand.LearnApproval;
import org.socius.expert.actions.KnownActionCommand.LearnCompletion;
import org.socius.expert.actions.KnownActionCommand.LearnTermsOfReference;
import org.socius.expert.actions.TermsOfReference;
import org.socius.expert.actions.TermsOfReference.Days;
import org.socius.expert.actions.TermsOfReference.Period;
import org.socius.expert.applications.Application;
import org.socius.expert.applications.ApplicationCommand.AcceptAssignment;
import org.socius.expert.applications.ApplicationCommand.Apply;
import org.socius.expert.applications.ApplicationCommand.CheckAdmissibility;
import org.socius.expert.applications.ApplicationCommand.ScoreApplication;
import org.socius.expert.applications.ApplicationCommand.SelectExpert;
import org.socius.expert.applications.ApplicationCommand.ShortlistApplication;
import org.socius.expert.applications.ApplicationEvent.EmployerSupport;
import org.socius.expert.applications.ApplicationEvent.Evidence;
import org.socius.expert.applications.ApplicationEvent.Scores;
import org.socius.expert.calls.Call;
import org.socius.expert.calls.CallCommand.DraftCall;
import org.socius.expert.calls.CallCommand.PublishCall;
import org.socius.expert.calls.CallCommand.StartSelection;
import org.socius.expert.mobilisations.Mobilisation;
import org.socius.expert.mobilisations.MobilisationCommand.AppointExpert;
import org.socius.expert.mobilisations.MobilisationCommand.EndAssignment;
import org.socius.expert.mobilisations.MobilisationCommand.GrantAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.IssueContract;
import org.socius.expert.mobilisations.MobilisationCommand.RequestAuthorisation;
import org.socius.expert.mobilisations.MobilisationCommand.SignContract;
import org.socius.expert.mobilisations.MobilisationCommand.StartAssignment;
import org.socius.expert.partners.CollaborativePartner;
import org.socius.expert.partners.CollaborativePartnerCommand.AgreeWithPartner;
import org.socius.expert.partners.CollaborativePartnerCommand.RegisterCollaborativePartner;
import org.socius.expert.publishing.ExpertContracts;
import org.socius.expert.rates.RateList;
import org.socius.expert.roster.Expert;
import org.socius.expert.roster.ExpertCommand.RegisterExpert;
import org.socius.expert.roster.ExpertCommand.SubmitProfile;
import org.socius.expert.roster.ExpertCommand.VerifyProfile;
import org.socius.expert.roster.Profile;
import org.socius.expert.settings.ExpertSettings;
import org.socius.platform.command.Actor;
import org.socius.platform.partners.Partners;
import org.socius.platform.testing.BoundSettings;
import org.socius.platform.testing.Story;

/**
 * A story of this service up to the point a test is about. It begins on Monday 23 November 2026 in
 * the morning; the call of the one action closes on 7 December, ten working days later.
 */
final class Scene {

    static final Actor OFFICER = Story.person("officer", "mobilisation-officer");
    static final Actor CLARA = Story.person("clara", "coordinator");
    static final Actor DATA_PROTECTION = Story.person("privacy", "data-protection");
    static final Actor MANAGER = Story.person("manager", "activity-manager");
    static final Actor FINANCE = Story.person("finance", "finance-officer");
    static final Actor SIGNATORY = Story.person("signatory", "partner-signatory", "ipes");
    static final Actor EMPLOYER = Story.person("inps-hr", "employer", "inps");
    static final Actor ADMIN = Story.person("admin", "admin");

    /** For the employer of the scene's experts. */
    static final Actor PARTNER = Story.person("inps-cp", "collaborative-partner", "inps");

    static final Actor SYSTEM = Actor.system("action-facts");

    static final String ACTION = "action-1";
    static final String CALL = "call-1";
    static final String DEADLINE = "2026-12-07T22:59:59Z";
    static final String AFTER_DEADLINE = "2026-12-08T09:00:00Z";

    /** Five working days after a selection on 8 December. */
    static final String ANSWER_DUE = "2026-12-15T22:59:59Z";

    static final Days DAYS = new Days(3, 10, 5);

    final Story story;

    Scene() {
        this(Map.of());
    }

    /** Under settings other than the defaults. */
    Scene(Map<String, Object> settings) {
        this(settings, new Partners(ids -> ids));
    }

    /** Where the records of some institutions were merged. */
    private Scene(Partners partners) {
        this(Map.of(), partners);
    }

    /** The records "ipes" and "inclusion" are of one institution. */
    static Scene merged() {
        Set<String> records = Set.of("ipes", "inclusion");
        return new Scene(
                new Partners(ids -> ids.stream().anyMatch(records::contains) ? records : ids));
    }

    private Scene(Map<String, Object> settings, Partners partners) {
        story =
                Story.of(
                        ExpertContracts.events(),
                        "2026-11-23T09:00:00Z",
                        List.of(BoundSettings.with(ExpertSettings.class, settings), partners),
                        Expert.class,
                        Call.class,
                        Application.class,
                        Mobilisation.class,
                        CollaborativePartner.class,
                        RateList.class,
                        KnownAction.class);
    }

    static Actor expert(String id) {
        return Story.expert(id);
    }

    static TermsOfReference.Position position(String code, boolean principal) {
        return new TermsOfReference.Position(
                code,
                principal ? "principal expert" : "expert",
                principal,
                "A",
                List.of("social insurance"),
                List.of(),
                Map.of("es", "C1"),
                8,
                DAYS,
                true);
    }

    static TermsOfReference terms() {
        return new TermsOfReference(
                1,
                1,
                "workshop",
                Map.of("en", "Workshop"),
                "ON_SITE",
                new TermsOfReference.Place("Bogotá", "CO"),
                List.of(position("E1", true), position("E2", false)),
                new TermsOfReference.Phases(
                        new Period(LocalDate.parse("2027-02-15"), LocalDate.parse("2027-02-26")),
                        new Period(LocalDate.parse("2027-03-01"), LocalDate.parse("2027-03-12")),
                        new Period(LocalDate.parse("2027-03-15"), LocalDate.parse("2027-03-26"))));
    }

    static LearnApproval approval() {
        return new LearnApproval(
                ACTION,
                "2027-03",
                "ipes",
                Map.of("en", "IPES"),
                Map.of("en", "Coverage"),
                List.of("CO"));
    }

    static Profile profile(String category, String employer) {
        return new Profile(
                new Profile.Name("Ilaria", "Tosi"),
                "ilaria@example.org",
                null,
                "IT",
                "IT",
                "F",
                List.of(
                        new Profile.Employment(
                                employer,
                                "Istituto",
                                "IT",
                                category,
                                LocalDate.parse("2015-01-01"),
                                null,
                                null)),
                List.of(new Profile.Expertise("A", 12, "senior")),
                List.of(new Profile.Language("es", "C1")),
                new Profile.Consents(LocalDate.parse("2026-11-01"), false),
                List.of(
                        new Profile.Availability(
                                LocalDate.parse("2027-01-01"), LocalDate.parse("2027-12-31"))),
                true,
                true,
                null,
                null,
                null,
                null,
                null);
    }

    /** The same person with this career. */
    static Profile employedBy(List<Profile.Employment> employers) {
        Profile like = profile("PUBLIC_ADMINISTRATION", "inps");
        return new Profile(
                like.name(),
                like.email(),
                null,
                like.nationality(),
                like.residence(),
                like.sex(),
                employers,
                like.expertise(),
                like.languages(),
                like.consents(),
                like.availability(),
                true,
                true,
                null,
                null,
                null,
                null,
                null);
    }

    /** Somebody of a partner country's public service. */
    static Profile practitioner(String country) {
        Profile like = profile("PARTNER_COUNTRY_PRACTITIONER", "elsewhere");
        return new Profile(
                like.name(),
                like.email(),
                null,
                country,
                country,
                null,
                List.of(
                        new Profile.Employment(
                                "elsewhere",
                                "Ministerio",
                                country,
                                "PARTNER_COUNTRY_PRACTITIONER",
                                LocalDate.parse("2015-01-01"),
                                null,
                                null)),
                like.expertise(),
                like.languages(),
                like.consents(),
                like.availability(),
                true,
                true,
                null,
                null,
                null,
                null,
                null);
    }

    static Scores points(int technicalFit, int others) {
        return new Scores(technicalFit, others, Math.min(others, 15), Math.min(others, 15));
    }

    /** 42 + 15 + 13 + 12 = 82. */
    static Scores passing() {
        return new Scores(42, 15, 13, 12);
    }

    Scene approvedAction() {
        story.given(SYSTEM, new LearnTermsOfReference(ACTION, terms()), approval());
        return this;
    }

    Scene draftedCall() {
        approvedAction();
        story.given(OFFICER, new DraftCall(CALL, ACTION, 1));
        return this;
    }

    Scene openCall() {
        draftedCall();
        story.given(CLARA, new PublishCall(CALL, Instant.parse(DEADLINE)));
        return this;
    }

    Scene activeExpert(String id) {
        return activeExpert(id, "PUBLIC_ADMINISTRATION");
    }

    Scene activeExpert(String id, String category) {
        story.given(
                expert(id),
                new RegisterExpert(id, profile(category, "inps")),
                new SubmitProfile(id));
        story.given(OFFICER, new VerifyProfile(id));
        return this;
    }

    /** INPS, the employer of the scene's experts, has a standing agreement. */
    Scene agreedPartner() {
        story.given(
                ADMIN,
                new RegisterCollaborativePartner("inps", "INPS", "IT", "PUBLIC_ADMINISTRATION"),
                new AgreeWithPartner("inps", "CP/7", LocalDate.parse("2026-01-01"), null));
        return this;
    }

    static Apply bid(String applicationId, String position) {
        return new Apply(
                applicationId,
                CALL,
                position,
                "I should like to help.",
                List.of(new Evidence("technicalFit", "Twelve years of pensions.")),
                EmployerSupport.YES,
                false,
                null);
    }

    /** The expert, active, has applied. */
    Scene applied(String expertId, String category, String applicationId, String position) {
        activeExpert(expertId, category);
        story.given(expert(expertId), bid(applicationId, position));
        return this;
    }

    /** After the deadline, with the selection begun. */
    Scene selectionStarted() {
        story.at(AFTER_DEADLINE).given(OFFICER, new StartSelection(CALL, List.of()));
        return this;
    }

    Scene scored(String applicationId, Scores first, Scores second) {
        story.given(OFFICER, new CheckAdmissibility(applicationId, true));
        story.given(CLARA, new ScoreApplication(applicationId, first, "Good.", true));
        story.given(MANAGER, new ScoreApplication(applicationId, second, null, true));
        return this;
    }

    Scene shortlisted(String applicationId) {
        scored(applicationId, passing(), passing());
        story.given(OFFICER, new ShortlistApplication(applicationId));
        return this;
    }

    /** One application of a public expert, shortlisted: expert x1, application a1, position E1. */
    Scene oneShortlisted() {
        return openCall()
                .applied("x1", "PUBLIC_ADMINISTRATION", "a1", "E1")
                .selectionStarted()
                .shortlisted("a1");
    }

    Scene oneSelected() {
        oneShortlisted();
        story.given(CLARA, new SelectExpert("a1"));
        return this;
    }

    /** A private expert, selected: expert x1, application a1, position E1. */
    Scene onePrivateSelected() {
        openCall().applied("x1", "PRIVATE", "a1", "E1").selectionStarted().shortlisted("a1");
        story.given(CLARA, new SelectExpert("a1"));
        return this;
    }

    Scene oneAccepted() {
        oneSelected();
        story.given(expert("x1"), new AcceptAssignment("a1"));
        return this;
    }

    static String mobilisation() {
        return Mobilisation.idFor("a1");
    }

    Scene authorised() {
        oneAccepted();
        story.given(OFFICER, new RequestAuthorisation(mobilisation()));
        story.given(EMPLOYER, new GrantAuthorisation(mobilisation(), "INPS/2026/77"));
        return this;
    }

    static IssueContract contract(Days days) {
        return new IssueContract(
                mobilisation(),
                "C-2026-1",
                days,
                LocalDate.parse("2027-02-01"),
                LocalDate.parse("2027-04-30"),
                null,
                null);
    }

    Scene contracting() {
        authorised();
        story.given(FINANCE, contract(DAYS));
        return this;
    }

    /** Signed after the end of the partner's time: mobilised at once. */
    Scene mobilised() {
        contracting();
        story.at("2026-12-16T09:00:00Z")
                .given(expert("x1"), new SignContract(mobilisation(), true));
        return this;
    }

    Scene onAssignment() {
        mobilised();
        story.given(OFFICER, new StartAssignment(mobilisation(), null, null));
        return this;
    }

    /** The mission is over, in April 2027. */
    Scene reporting() {
        onAssignment();
        story.at("2027-04-01T09:00:00Z").given(OFFICER, new EndAssignment(mobilisation()));
        return this;
    }

    Scene completedActivity() {
        story.given(SYSTEM, new LearnCompletion(ACTION, 1));
        return this;
    }

    /** A public expert appointed without a call, with the employer's leave. */
    Scene authorisedWithoutCall(String expertId, String mobilisationId, String position) {
        activeExpert(expertId);
        story.given(
                CLARA,
                new AppointExpert(
                        mobilisationId, ACTION, 1, position, null, expertId, "UNIQUE_EXPERTISE"));
        story.given(OFFICER, new RequestAuthorisation(mobilisationId));
        story.given(EMPLOYER, new GrantAuthorisation(mobilisationId, "letter"));
        return this;
    }

    /** The mission of a private expert is over, in April 2027. */
    Scene onePrivateReporting() {
        onePrivateSelected();
        story.given(expert("x1"), new AcceptAssignment("a1"));
        story.given(FINANCE, contract(DAYS));
        story.at("2026-12-16T09:00:00Z")
                .given(expert("x1"), new SignContract(mobilisation(), true));
        story.given(OFFICER, new StartAssignment(mobilisation(), null, null));
        story.at("2027-04-01T09:00:00Z").given(OFFICER, new EndAssignment(mobilisation()));
        return this;
    }
}
