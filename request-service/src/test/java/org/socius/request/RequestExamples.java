package org.socius.request;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.Roles;
import org.socius.platform.command.Actor;
import org.socius.platform.testing.BoundSettings;
import org.socius.platform.testing.Story;
import org.socius.request.InstitutionCommand.RegisterInstitution;
import org.socius.request.InstitutionEvent.Contact;
import org.socius.request.InstitutionEvent.Name;
import org.socius.request.RequestCommand.AcceptRequest;
import org.socius.request.RequestCommand.AppraiseRequest;
import org.socius.request.RequestCommand.ConsultDelegation;
import org.socius.request.RequestCommand.DecideEligibility;
import org.socius.request.RequestCommand.DraftRequest;
import org.socius.request.RequestCommand.NoteActionOpened;
import org.socius.request.RequestCommand.Opinion;
import org.socius.request.RequestCommand.RecordDelegationOpinion;
import org.socius.request.RequestCommand.Scores;
import org.socius.request.RequestCommand.StartScreening;
import org.socius.request.RequestCommand.SubmitRequest;
import org.socius.request.RequestForm.DelegationInformed;
import org.socius.request.RequestForm.Kind;
import org.socius.request.RequestForm.Period;
import org.socius.request.RequestForm.ProposedActivity;
import org.socius.request.RequestForm.Signatory;

/** The people, forms and steps that stories about requests are made of. */
final class RequestExamples {

    private static final Period WISHED =
            new Period(LocalDate.of(2027, 2, 1), LocalDate.of(2027, 9, 30));

    static final String IPES = "5c1d0000-0001-4000-8000-000000000001";
    static final String MOLSA = "5c1d0000-0001-4000-8000-000000000002";
    static final String ONE = "00000000-0000-4000-8000-000000000001";
    static final String TWO = "00000000-0000-4000-8000-000000000002";
    static final String FOUR = "00000000-0000-4000-8000-000000000004";
    static final String THREE = "00000000-0000-4000-8000-000000000003";

    /** A Monday, ten in the morning in Brussels. */
    static final String NOW = "2026-03-02T09:00:00Z";

    static final Actor DRAFTER = Story.person("dora", Roles.PARTNER_DRAFTER, IPES);
    static final Actor SIGNATORY = Story.person("sofia", Roles.PARTNER_SIGNATORY, IPES);
    static final Actor OF_MOLSA =
            new Actor(
                    "mariam",
                    Roles.PARTNER_SIGNATORY,
                    Set.of(Roles.PARTNER_DRAFTER, Roles.PARTNER_SIGNATORY),
                    Set.of(MOLSA),
                    null,
                    null,
                    true,
                    null);
    static final Actor CLARA = Story.person("clara", Roles.COORDINATOR);
    static final Actor CONRAD = Story.person("conrad", Roles.COORDINATOR);
    static final Actor ALEKSANDER = Story.person("aleksander", Roles.ACTIVITY_MANAGER);
    static final Actor COMMISSION = Story.person("carla", Roles.COMMISSION);
    static final Actor DELEGATION = delegation("CO");
    static final Actor DORA = Story.person("dora", Roles.DATA_PROTECTION);
    static final Actor SYSTEM = Actor.system("story");

    private RequestExamples() {}

    static Story story() {
        return story(Map.of());
    }

    /** Under settings other than the defaults. */
    static Story story(Map<String, Object> settings) {
        return Story.of(
                RequestServiceApplication.events(),
                NOW,
                List.of(BoundSettings.with(RequestSettings.class, settings)),
                Institution.class,
                InstitutionDocket.class,
                NumberRegister.class,
                EligibilityList.class,
                Request.class);
    }

    static Actor delegation(String country) {
        return new Actor(
                "delegation-" + country,
                Roles.DELEGATION,
                Set.of(Roles.DELEGATION),
                Set.of(),
                country,
                null,
                true,
                null);
    }

    static RegisterInstitution ipes() {
        return institution(IPES, "Institute for Social Economy", "CO");
    }

    static RegisterInstitution institution(String id, String name, @Nullable String country) {
        return new RegisterInstitution(
                id,
                new Name(name, null, null),
                "IPES",
                List.of(),
                "PUBLIC_AUTHORITY",
                "LOCAL",
                String.valueOf(country),
                null,
                null,
                null,
                null,
                null,
                List.of(
                        new Contact(
                                "head of unit",
                                "Inés",
                                "ines@example.org",
                                LocalDate.of(2024, 1, 1),
                                null)));
    }

    /** A form on which nothing is missing. */
    static RequestForm complete() {
        return new RequestForm(
                "es",
                Map.of("", "Estrategia para vendedores informales"),
                "CO",
                null,
                Map.of("", "resumen"),
                Map.of("", "contexto"),
                Map.of("", "estrategia"),
                Map.of("", "objetivo general"),
                Map.of("", "objetivo específico"),
                List.of(Map.of("", "resultado")),
                List.of("TA-POL"),
                List.of("SI-COV", "LB-INF"),
                List.of("informal street vendors"),
                List.of(activity("feasibility_study")),
                Map.of("", "equipo"),
                Map.of("", "locales"),
                Map.of(),
                List.of(),
                null,
                null,
                null,
                WISHED,
                "es",
                new DelegationInformed(true, "Cooperation section"),
                new Signatory("Inés Pardo", "directora", "Bogotá", LocalDate.of(2026, 3, 1)),
                true,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** A short form on which nothing is missing. */
    static RequestForm shortForm(Map<String, Object> more) {
        Map<String, Object> fields =
                new HashMap<>(
                        Map.of(
                                "language",
                                "es",
                                "title",
                                Map.of("", "Mesa redonda"),
                                "contributionKind",
                                "round_table",
                                "organiser",
                                "Ministry of Labour",
                                "eventDate",
                                "2026-05-04",
                                "topic",
                                Map.of("", "pensiones"),
                                "speakerProfile",
                                Map.of("", "actuario"),
                                "signatory",
                                Map.of(
                                        "name",
                                        "Inés Pardo",
                                        "function",
                                        "directora",
                                        "place",
                                        "Bogotá",
                                        "date",
                                        "2026-03-01")));
        fields.putAll(more);
        return only(fields);
    }

    static ProposedActivity activity(String type) {
        return new ProposedActivity(type, Map.of("", "propósito"), "Bogotá", WISHED, null);
    }

    /** A form with nothing filled in but what {@code fields} says, as a client would send it. */
    static RequestForm only(Map<String, Object> fields) {
        return tools.jackson.databind.json.JsonMapper.builder()
                .build()
                .convertValue(fields, RequestForm.class);
    }

    static DraftRequest draft(String id) {
        return new DraftRequest(id, Kind.FULL, IPES, complete());
    }

    /** A story in which a request of IPES is drafted. */
    static Story drafted() {
        return story().given(CLARA, ipes()).given(DRAFTER, draft(ONE));
    }

    static Story submitted() {
        return drafted().given(SIGNATORY, new SubmitRequest(ONE, true));
    }

    static Story underScreening() {
        return submitted().given(CLARA, new StartScreening(ONE));
    }

    static Story underAppraisal() {
        return underScreening().given(CLARA, new DecideEligibility(ONE, true));
    }

    /** Everything that acceptance needs is there. */
    static Story readyForAcceptance() {
        return appraised(consulted(underAppraisal(), ONE, Opinion.POSITIVE), ONE);
    }

    static Story accepted() {
        return readyForAcceptance().given(CLARA, new AcceptRequest(ONE));
    }

    /** The request of IPES is accepted and its action is open. */
    static Story actionOpen() {
        return accepted().given(SYSTEM, new NoteActionOpened(ONE, "action-1", "2026-01"));
    }

    /** Another request of the same institution, under screening. */
    static Story furtherUnderScreening(Story story, String id) {
        return story.given(DRAFTER, draft(id))
                .given(SIGNATORY, new SubmitRequest(id, true))
                .given(CLARA, new StartScreening(id));
    }

    /** Another request of the same institution, as far as its acceptance. */
    static Story secondReadyForAcceptance(Story story) {
        return secondReadyForAcceptance(story, TWO);
    }

    static Story secondReadyForAcceptance(Story story, String id) {
        story.given(DRAFTER, draft(id))
                .given(SIGNATORY, new SubmitRequest(id, true))
                .given(CLARA, new StartScreening(id), new DecideEligibility(id, true));
        return appraised(consulted(story, id, Opinion.POSITIVE), id);
    }

    static Story consulted(Story story, String id, Opinion opinion) {
        return story.given(CLARA, new ConsultDelegation(id))
                .given(DELEGATION, new RecordDelegationOpinion(id, opinion, null));
    }

    static Story appraised(Story story, String id) {
        return story.given(CLARA, appraisal(id, 4, 4, 3, 4, 5, 3, 4))
                .given(ALEKSANDER, appraisal(id, 3, 3, 3, 3, 3, 3, 3));
    }

    static AppraiseRequest appraisal(String id, Integer... scores) {
        List<Integer> s = Arrays.asList(scores);
        return new AppraiseRequest(
                id,
                new Scores(s.get(0), s.get(1), s.get(2), s.get(3), s.get(4), s.get(5), s.get(6)),
                "sound",
                true);
    }
}
