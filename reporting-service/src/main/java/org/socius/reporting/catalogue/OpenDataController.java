package org.socius.reporting.catalogue;

import io.swagger.v3.oas.annotations.Operation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.socius.platform.web.ListQuery;
import org.socius.reporting.asked.Asked;
import org.socius.reporting.export.Spreadsheets;
import org.socius.reporting.facts.ActionFacts;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Everything that the catalogue shows, in one file for other programs. */
@RestController
class OpenDataController {

    private final PublicAnswer answer;

    OpenDataController(PublicAnswer answer) {
        this.answer = answer;
    }

    @GetMapping(
            path = "/api/v1/open-data/actions.json",
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Every public action as JSON",
            description =
                    "The cards of the catalogue, all of them; null means not recorded. Takes asOf,"
                            + " knownAt, from and to.")
    ResponseEntity<?> json(HttpServletRequest http) {
        return actions(http);
    }

    @GetMapping(path = "/api/v1/open-data/actions.csv", produces = Spreadsheets.CSV)
    @Operation(
            summary = "Every public action as comma-separated values",
            description =
                    "The same as actions.json, a line each: texts in English or else in their first"
                            + " language, lists of codes in one cell.")
    ResponseEntity<?> csv(HttpServletRequest http) {
        return actions(http);
    }

    private ResponseEntity<?> actions(HttpServletRequest http) {
        return answer.of(
                http,
                ListQuery.unpaged(http, Asked.PARAMETERS),
                opened -> {
                    List<ActionFacts> found = CatalogueController.shown(opened).toList();
                    Map<String, @Nullable Object> body = new LinkedHashMap<>();
                    body.put(
                            "items",
                            found.stream()
                                    .filter(
                                            one ->
                                                    CatalogueController.inPeriod(
                                                            one, opened.asked()))
                                    .map(one -> Card.of(one, opened))
                                    .sorted(CatalogueController.DEFAULT_ORDER)
                                    .toList());
                    body.put(
                            "meta",
                            opened.meta(CatalogueController.withoutDate(found, opened.asked())));
                    return ResponseEntity.ok(body);
                });
    }
}
