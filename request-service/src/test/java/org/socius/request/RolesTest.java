package org.socius.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.socius.contracts.Roles;
import org.socius.platform.testing.Http;
import org.socius.platform.testing.RoleMatrix;
import org.socius.platform.testing.SampleFiles;
import org.socius.platform.testing.TestTokens;

/** Every role at every operation, as the table in the documentation says. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RolesTest {

    private static final String INSTITUTION = UUID.randomUUID().toString();

    @Test
    void every_role_gets_from_every_operation_what_the_table_says() throws Exception {
        Http service = RunningService.http();
        RoleMatrix matrix =
                RoleMatrix.of(
                        service,
                        Path.of("../docs/roles.md"),
                        Set.of("request-service", "Every service"),
                        RoleMatrix.rolesOf(Roles.class),
                        Map.of("staff", Roles.STAFF));
        Http partner = service.as(own(Roles.PARTNER_DRAFTER));
        assertThat(
                        partner.post(
                                        "/api/v1/institutions",
                                        RunningService.institution(INSTITUTION, "CO"))
                                .status())
                .isEqualTo(201);
        String request =
                partner.post("/api/v1/requests", RunningService.form(INSTITUTION, form -> {}))
                        .header("Location");
        assertThat(
                        service.as(own(Roles.PARTNER_SIGNATORY))
                                .post(request + "/submission", "{\"declaration\": true}")
                                .status())
                .isEqualTo(200);

        String document =
                partner.upload(
                                "POST",
                                "/api/v1/documents?owner=" + request,
                                Http.multipart("a.pdf", SampleFiles.PDF))
                        .header("Location");

        assertThat(matrix.differences()).isEmpty();
        assertThat(
                        matrix.check(
                                Map.of(
                                        "/api/v1/institutions/{id}",
                                        "/api/v1/institutions/" + INSTITUTION,
                                        "/api/v1/requests/{id}",
                                        request,
                                        "/api/v1/documents/{id}",
                                        document,
                                        "GET /api/v1/documents",
                                        "/api/v1/documents?owner=" + request,
                                        "/api/v1/reference/countries/{id}",
                                        "/api/v1/reference/countries/CO",
                                        "/api/v1/reference/holidays/{id}",
                                        "/api/v1/reference/holidays/2039-05-20",
                                        "/api/v1/reference/settings/{id}",
                                        "/api/v1/reference/settings/socius.request.opinion-days"),
                                Map.of(),
                                RolesTest::own,
                                RolesTest::foreign))
                .isEmpty();
    }

    private static String own(String role) {
        return token(role, INSTITUTION, "CO");
    }

    private static @Nullable String foreign(String role) {
        return Set.of(Roles.PARTNER_DRAFTER, Roles.PARTNER_SIGNATORY, Roles.DELEGATION)
                        .contains(role)
                ? token(role, UUID.randomUUID().toString(), "AM")
                : null;
    }

    private static String token(String role, String institution, String country) {
        return TestTokens.token(
                "some-" + role, Map.of("institution", institution, "country", country), role);
    }
}
