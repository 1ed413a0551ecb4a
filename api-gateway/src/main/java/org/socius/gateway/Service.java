package org.socius.gateway;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The services behind the door and the beginnings of paths (below {@code /api/v1}) that each of
 * them owns. A beginning may be a pattern: settings belong to the service whose name they begin
 * with.
 */
enum Service {
    REQUEST_SERVICE(
            "institutions",
            "requests",
            "reference/countries",
            "reference/holidays",
            "reference/settings/socius.request.*"),
    ACTION_SERVICE(
            "actions",
            "projects",
            "imports",
            "facility-records",
            "reference/travel-advice",
            "reference/types",
            "reference/themes",
            "reference/settings/socius.action.*"),
    EXPERT_SERVICE(
            "experts",
            "persons",
            "collaborative-partners",
            "calls",
            "applications",
            "mobilisations",
            "reference/rates",
            "reference/settings/socius.expert.*",
            "reference/settings/socius.matching.*"),
    REPORTING_SERVICE(
            "reports",
            "catalogue",
            "open-data",
            "feed",
            "tasks",
            "search",
            "notifications",
            "substitutions");

    private final List<String> resources;

    Service(String... resources) {
        this.resources = List.of(resources);
    }

    List<String> resources() {
        return resources;
    }

    /** The name as it stands in settings, problems and the status page. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether documents may belong to its resources. */
    boolean keepsDocuments() {
        return this != REPORTING_SERVICE;
    }

    static Optional<Service> owning(String resource) {
        return Arrays.stream(values())
                .filter(service -> service.resources.contains(resource))
                .findFirst();
    }
}
