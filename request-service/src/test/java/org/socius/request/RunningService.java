package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.socius.platform.testing.EmbeddedParts;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.Http.Answer;
import org.socius.platform.testing.TestTokens;
import org.socius.platform.time.Brussels;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The whole service on embedded parts, started once for all tests that talk to it from outside. */
final class RunningService {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static @Nullable ConfigurableApplicationContext context;

    static final String SCORES =
            """
            {"scores": {"relevance": 4, "ownership": 4, "clarity": 3, "coherence": 4, "expertise": 5,
             "sustainability": 3, "inclusion": 4}, "comment": "sound", "noConflictOfInterest": true}""";

    private RunningService() {}

    /** A client without a token. */
    static Http http() {
        return Http.at(address());
    }

    /** Where the service listens. */
    static synchronized String address() {
        if (context == null) {
            context = start();
        }
        return addressOf(context);
    }

    /** One more instance of the service, which knows what is stored and nothing else. */
    static ConfigurableApplicationContext start(String... settings) {
        List<String> arguments = new ArrayList<>(TestTokens.serviceArguments());
        arguments.add("--server.port=0");
        arguments.add("--spring.mongodb.uri=" + EmbeddedParts.mongoUri("requests"));
        arguments.add("--spring.mongodb.database=requests");
        arguments.add("--spring.kafka.bootstrap-servers=" + EmbeddedParts.kafkaBootstrap());
        arguments.addAll(List.of(settings));
        return RequestServiceApplication.application().run(arguments.toArray(String[]::new));
    }

    static String addressOf(ConfigurableApplicationContext instance) {
        return "http://127.0.0.1:"
                + ((WebServerApplicationContext) instance).getWebServer().getPort();
    }

    static Http person(String subject, Map<String, Object> claims, String... roles) {
        return http().as(TestTokens.token(subject, claims, roles));
    }

    static Http coordinator() {
        return person("clara", Map.of(), "coordinator");
    }

    static Http activityManager() {
        return person("aleksander", Map.of(), "activity-manager");
    }

    static Http delegation() {
        return person("daniel", Map.of("country", "CO"), "delegation");
    }

    /** The address of a request. */
    static String at(String id) {
        return "/api/v1/requests/" + id;
    }

    /** A transition that must succeed. */
    static Answer done(Http by, String id, String transition, String body) {
        Answer answer = by.post(at(id) + "/" + transition, body);
        assertThat(answer.status()).as(transition + ": " + answer.body()).isEqualTo(200);
        return answer;
    }

    /** A new request of a registered institution of Colombia, about which all has been said. */
    static String readyForAcceptance(Http partner, String institution) {
        Answer drafted = partner.post("/api/v1/requests", form(institution, form -> {}));
        assertThat(drafted.status()).as(drafted.body().toString()).isEqualTo(201);
        String id = drafted.body().path("id").asString();
        done(partner, id, "submission", "{\"declaration\": true}");
        done(coordinator(), id, "screening", "");
        done(coordinator(), id, "eligibility", "{\"eligible\": true}");
        done(coordinator(), id, "delegation-consultation", "");
        done(
                delegation(),
                id,
                "delegation-opinion",
                "{\"opinion\": \"WITH_REMARKS\", \"text\": \"welcome\"}");
        done(coordinator(), id, "appraisals", SCORES);
        done(activityManager(), id, "appraisals", SCORES);
        return id;
    }

    static String institution(String id, String country) {
        return """
               {"id": "%s", "name": {"en": "Institute for Social Economy", "original": "Instituto",
                "originalLanguage": "es"}, "acronym": "IPES", "legalNature": "PUBLIC_AUTHORITY",
                "level": "LOCAL", "country": "%s", "aliases": [], "contacts": [{"role": "head",
                "name": "Inés", "email": "ines@example.org", "from": "2024-01-01"}]}"""
                .formatted(id, country);
    }

    static String form(String institution, Consumer<ObjectNode> change) {
        LocalDate soon = Brussels.day(java.time.Instant.now()).plusDays(60);
        ObjectNode form =
                (ObjectNode)
                        JSON.readTree(
                                """
                                {"form": "FULL", "institutionId": "%s", "language": "es", "title": "Una estrategia",
                                 "country": "CO", "summary": "s", "context": {"es": "c", "en": "c"},
                                 "strategyServed": "e", "generalObjective": "g", "specificObjective": "o",
                                 "expectedResults": ["r"], "typesOfAssistance": ["TA-POL"],
                                 "themes": ["SI-COV", "LB-INF"], "targetGroups": ["informal street vendors"],
                                 "proposedActivities": [{"type": "feasibility_study", "purpose": "p",
                                  "place": "Bogotá", "period": {"from": "%s", "to": "%s"}}],
                                 "counterpartTeam": "t", "ownContribution": "l", "otherDonors": "ILO",
                                 "earlierCooperation": ["2014-12"], "wishedPeriod": {"from": "%s", "to": "%s"},
                                 "workingLanguage": "es", "delegationInformed": {"informed": true, "contact": "x"},
                                 "signatory": {"name": "Inés Pardo", "function": "directora", "place": "Bogotá",
                                  "date": "2026-01-01"}, "dataConsent": true}"""
                                        .formatted(
                                                institution,
                                                soon,
                                                soon.plusDays(10),
                                                soon,
                                                soon.plusDays(200)));
        change.accept(form);
        return form.toString();
    }
}
