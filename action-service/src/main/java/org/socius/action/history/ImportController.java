package org.socius.action.history;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.socius.action.history.ImportEvent.Row;
import org.socius.action.history.ImportRun.ImportCommand.StartImport;
import org.socius.contracts.Roles;
import org.socius.platform.format.DerivedId;
import org.socius.platform.problem.Rejection;
import org.socius.platform.view.Timeline;
import org.socius.platform.web.Callers;
import org.socius.platform.web.CommandDesk;
import org.socius.platform.web.CommandDesk.Creation;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.ResourceReader.Shown;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Takes files of historical actions and shows how their import goes. */
@RestController
@RequestMapping("/api/v1/imports")
class ImportController {

    /** No other id: those of other forms belong to the service's own lists. */
    private final CommandDesk desk;

    private final Imports imports;
    private final Timeline timeline;

    ImportController(CommandDesk desk, Imports imports, Timeline timeline) {
        this.desk = desk;
        this.imports = imports;
        this.timeline = timeline;
    }

    record ImportBody(
            @Pattern(regexp = DerivedId.OF_CLIENT) @Nullable String id,
            boolean dryRun,
            @NotNull @Size(min = 1, max = 5_000) List<@NotNull @Valid RowBody> actions,
            @NotNull List<String> notRead) {

        List<Row> rows() {
            return actions.stream()
                    .map(
                            row ->
                                    new Row(
                                            row.line(),
                                            row.item() == null ? null : row.item().toString(),
                                            row.broken()))
                    .toList();
        }
    }

    record RowBody(int line, @Nullable JsonNode item, @Nullable String broken) {}

    @Operation(
            requestBody =
                    @RequestBody(
                            required = true,
                            description =
                                    "An array of items, or an object with them as its member"
                                            + " actions beside the members of CommandFrame, or one"
                                            + " item a line.",
                            content = {
                                @Content(
                                        mediaType = "application/json",
                                        array =
                                                @ArraySchema(
                                                        schema =
                                                                @Schema(
                                                                        implementation =
                                                                                HistoryItem.class),
                                                        maxItems = 5_000)),
                                @Content(
                                        mediaType = "application/x-ndjson",
                                        schema = @Schema(implementation = HistoryItem.class))
                            }))
    @PostMapping
    ResponseEntity<Object> start(HttpServletRequest http) {
        boolean dryRun = dryRun(http);
        return desk.on(new ImportFile(http, dryRun))
                .allow(Roles.COORDINATOR, Roles.ADMIN)
                .create(
                        ImportBody.class,
                        "/api/v1/imports",
                        imports,
                        body -> {
                            String id =
                                    body.id() == null ? UUID.randomUUID().toString() : body.id();
                            return new Creation(
                                    id,
                                    new StartImport(
                                            id, body.dryRun(), body.rows(), body.notRead()));
                        });
    }

    private static boolean dryRun(HttpServletRequest http) {
        String value = ListQuery.unpaged(http, List.of("dryRun")).value("dryRun");
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw new Rejection.InvalidParameter("dryRun", "Say true or false.");
        }
        return "true".equals(value);
    }

    @GetMapping("/{id}/timeline")
    List<Timeline.Entry> timeline(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        if (imports.read(id, Callers.current()).isEmpty()) {
            throw new Rejection.NotFound();
        }
        return timeline.of(id, false, true);
    }

    @GetMapping("/{id}")
    ResponseEntity<Object> one(@PathVariable String id, HttpServletRequest http) {
        ListQuery.none(http);
        Shown shown = imports.read(id, Callers.current()).orElseThrow(Rejection.NotFound::new);
        return ResponseEntity.ok().eTag("\"" + shown.version() + "\"").body(shown.body());
    }
}
