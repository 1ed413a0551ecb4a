package org.socius.reporting;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.action.ActionContract.ActionApprovedV1;
import org.socius.contracts.action.ActionContract.ActionImportedV1;
import org.socius.contracts.action.ActionContract.ActivityCompletedV1;
import org.socius.contracts.action.ActionContract.Share;
import org.socius.contracts.expert.ExpertContract.DaysEntry;
import org.socius.contracts.expert.ExpertContract.ExpertMobilisedV1;
import org.socius.contracts.expert.ExpertContract.WorkingDaysRecordedV1;
import org.socius.contracts.request.RequestContract.RequestResubmittedV1;
import org.socius.contracts.request.RequestContract.RequestSubmittedV1;
import org.socius.platform.intake.Received;
import org.socius.platform.time.Brussels;

/**
 * Counts raw facts the slow and simple way, for figures to be compared with. It reads the rules of
 * the domain (R113 to R116) and shares nothing with what it judges: no fold, no situation, no
 * measure.
 */
final class Oracle {

    /**
     * A question.
     *
     * @param filters wanted values by the name of the parameter
     */
    record Question(
            @Nullable LocalDate asOf,
            @Nullable Instant knownAt,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            Map<String, Set<String>> filters) {

        boolean shows(Received received) {
            return (asOf == null || !Brussels.day(received.fact().occurredAt()).isAfter(asOf))
                    && (knownAt == null || !received.fact().recordedAt().isAfter(knownAt));
        }

        String asQuery() {
            List<String> parts = new ArrayList<>();
            if (asOf != null) {
                parts.add("asOf=" + asOf);
            }
            if (knownAt != null) {
                parts.add("knownAt=" + knownAt);
            }
            if (from != null) {
                parts.add("from=" + from);
            }
            if (to != null) {
                parts.add("to=" + to);
            }
            filters.forEach((name, values) -> values.forEach(v -> parts.add(name + "=" + v)));
            return String.join("&", parts);
        }
    }

    /** Something that counts, with everything one may split or filter it by. */
    private record Thing(
            String key, @Nullable LocalDate date, double weight, Map<String, Set<String>> says) {}

    private final List<Received> facts;
    private final Question question;

    Oracle(List<Received> facts, Question question) {
        this.facts = facts.stream().filter(question::shows).toList();
        this.question = question;
    }

    /** A figure over everything. */
    double figure(String measure) {
        return cell(measure, Map.of());
    }

    /** The cells of a table that are not zero: place, then measure. */
    Map<List<String>, Map<String, Double>> table(List<String> dimensions, List<String> measures) {
        Map<List<String>, Map<String, Double>> table = new HashMap<>();
        for (String measure : measures) {
            Set<List<String>> places = new HashSet<>();
            for (Thing thing : counted(measure)) {
                places.addAll(places(dimensions, thing));
            }
            for (List<String> place : places) {
                Map<String, String> at = new LinkedHashMap<>();
                for (int i = 0; i < dimensions.size(); i++) {
                    at.put(dimensions.get(i), place.get(i));
                }
                double value = cell(measure, at);
                if (value != 0) {
                    table.computeIfAbsent(place, p -> new TreeMap<>()).put(measure, value);
                }
            }
        }
        return table;
    }

    /** Ids of the actions that count. */
    Set<String> actions() {
        Set<String> ids = new TreeSet<>();
        counted("actions").forEach(thing -> ids.add(thing.key()));
        return ids;
    }

    private double cell(String measure, Map<String, String> place) {
        Map<String, Double> distinct = new TreeMap<>();
        for (Thing thing : counted(measure)) {
            boolean here =
                    place.entrySet().stream()
                            .allMatch(
                                    at ->
                                            at.getValue().equals("null")
                                                    ? said(thing, at.getKey()).isEmpty()
                                                    : said(thing, at.getKey())
                                                            .contains(at.getValue()));
            if (!here) {
                continue;
            }
            switch (measure) {
                case "countries" ->
                        said(thing, "country").stream()
                                .filter(country -> wanted("country", country))
                                .forEach(country -> distinct.put(country, 1.0));
                case "institutions" ->
                        said(thing, "institution").forEach(id -> distinct.put(id, 1.0));
                case "experts" -> said(thing, "expert").forEach(id -> distinct.put(id, 1.0));
                default -> distinct.put(thing.key(), thing.weight());
            }
        }
        return distinct.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private List<List<String>> places(List<String> dimensions, Thing thing) {
        List<List<String>> places = List.of(List.of());
        for (String dimension : dimensions) {
            Set<String> values = new TreeSet<>();
            if (said(thing, dimension).isEmpty()) {
                values.add("null");
            }
            said(thing, dimension).stream().filter(v -> wanted(dimension, v)).forEach(values::add);
            List<List<String>> longer = new ArrayList<>();
            for (List<String> place : places) {
                for (String value : values) {
                    List<String> next = new ArrayList<>(place);
                    next.add(value);
                    longer.add(next);
                }
            }
            places = longer;
        }
        return places;
    }

    private static Set<String> said(Thing thing, String dimension) {
        return thing.says().getOrDefault(dimension, Set.of());
    }

    private boolean wanted(String dimension, String value) {
        Set<String> wanted = question.filters().get(dimension);
        return wanted == null || wanted.contains(value);
    }

    private List<Thing> counted(String measure) {
        List<Thing> things =
                switch (measure) {
                    case "requests" -> requests();
                    case "actions", "countries", "institutions" -> countedActions();
                    case "activities" -> activities();
                    case "experts", "mobilisations" -> mobilisations();
                    case "workingDays" -> workingDays();
                    default -> throw new IllegalArgumentException(measure);
                };
        List<Thing> counted = new ArrayList<>();
        for (Thing thing : things) {
            boolean period = question.from() != null || question.to() != null;
            LocalDate date = thing.date();
            if (period
                    && (date == null
                            || question.from() != null && date.isBefore(question.from())
                            || question.to() != null && date.isAfter(question.to()))) {
                continue;
            }
            if (question.filters().entrySet().stream()
                    .allMatch(
                            filter ->
                                    said(thing, filter.getKey()).stream()
                                            .anyMatch(filter.getValue()::contains))) {
                counted.add(thing);
            }
        }
        return counted;
    }

    private List<Thing> requests() {
        List<Thing> things = new ArrayList<>();
        for (Received received : facts) {
            if (received.event() instanceof RequestSubmittedV1 first) {
                String country = first.country();
                List<String> themes = first.themes();
                List<String> types = first.typesOfAssistance();
                for (Received later : facts) {
                    if (later.event() instanceof RequestResubmittedV1 again
                            && again.requestId().equals(first.requestId())) {
                        country = again.country();
                        themes = again.themes();
                        types = again.typesOfAssistance();
                    }
                }
                Map<String, Set<String>> says = new HashMap<>();
                says.put("country", Set.of(country));
                says.put("theme", Set.copyOf(themes));
                says.put("typeOfAssistance", Set.copyOf(types));
                says.put("institution", Set.of(first.institutionId()));
                for (String id : actionIds()) {
                    if (id.equals(first.requestId().substring("of-".length()))) {
                        says.put("expertCountry", said(action(id), "expertCountry"));
                    }
                }
                things.add(
                        new Thing(
                                first.requestId(),
                                Brussels.day(received.fact().occurredAt()),
                                1,
                                says));
            }
        }
        return things;
    }

    private Set<String> actionIds() {
        Set<String> ids = new TreeSet<>();
        for (Received received : facts) {
            if (received.event() instanceof org.socius.contracts.action.ActionContract) {
                ids.add(received.fact().aggregateId());
            }
        }
        return ids;
    }

    /** An action as its newest facts describe it, counted or not. */
    private Thing action(String id) {
        Map<String, Set<String>> says = new HashMap<>();
        says.put("expertCountry", new TreeSet<>());
        LocalDate date = null;
        boolean first = true;
        for (Received received : facts) {
            if (received.event() instanceof ExpertMobilisedV1 mobilised
                    && mobilised.actionId().equals(id)) {
                said(says, "expertCountry").add(mobilised.employerCountry());
            }
            if (!received.fact().aggregateId().equals(id)) {
                continue;
            }
            switch (received.event()) {
                case org.socius.contracts.action.ActionContract.ActionProposedV1 e -> {
                    says.put("country", Set.of(e.country()));
                    says.put("theme", Set.copyOf(e.themes()));
                    says.put("typeOfAssistance", Set.copyOf(e.typesOfAssistance()));
                    says.put("institution", Set.of(e.institutionId()));
                }
                case org.socius.contracts.action.ActionContract.ActionDesignedV1 e -> {
                    says.put("country", codes(e.countries()));
                    says.put("theme", codes(e.themes()));
                    says.put("typeOfAssistance", Set.copyOf(e.typesOfAssistance()));
                    says.put("sdg", Set.copyOf(e.sdgTargets()));
                }
                case ActionApprovedV1 e -> {
                    says.put("country", codes(e.countries()));
                    says.put("theme", codes(e.themes()));
                    says.put("typeOfAssistance", Set.copyOf(e.typesOfAssistance()));
                    says.put("sdg", Set.copyOf(e.sdgTargets()));
                    says.put("institution", Set.of(e.institutionId()));
                    says.put("counts", Set.of("yes"));
                    if (first) {
                        date = Brussels.day(received.fact().occurredAt());
                        first = false;
                    }
                }
                case ActionImportedV1 e -> {
                    says.put("country", e.country() == null ? Set.of() : Set.of(e.country()));
                    says.put("theme", Set.copyOf(e.themes()));
                    says.put("typeOfAssistance", Set.copyOf(e.typesOfAssistance()));
                    says.put("institution", Set.of(e.institutionId()));
                    said(says, "expertCountry").addAll(e.expertCountries());
                    says.put("counts", Set.of("yes"));
                    date = e.start();
                }
                case null, default -> {}
            }
        }
        return new Thing(id, date, 1, says);
    }

    private static Set<String> said(Map<String, Set<String>> says, String dimension) {
        return says.getOrDefault(dimension, Set.of());
    }

    private static Set<String> codes(List<Share> shares) {
        Set<String> codes = new TreeSet<>();
        shares.forEach(share -> codes.add(share.code()));
        return codes;
    }

    private List<Thing> countedActions() {
        List<Thing> things = new ArrayList<>();
        for (String id : actionIds()) {
            Thing action = action(id);
            if (action.says().containsKey("counts")) {
                things.add(action);
            }
        }
        return things;
    }

    private List<Thing> activities() {
        List<Thing> things = new ArrayList<>();
        for (Received received : facts) {
            if (received.event() instanceof ActivityCompletedV1 e) {
                Map<String, Set<String>> says = new HashMap<>(action(e.actionId()).says());
                says.put("type", Set.of(e.type()));
                says.put("modality", Set.of(e.modality()));
                things.add(new Thing(e.actionId() + "/" + e.activity(), e.completedOn(), 1, says));
            }
            if (received.event() instanceof ActionImportedV1 e && e.status().equals("CLOSED")) {
                e.activities()
                        .forEach(
                                activity -> {
                                    Map<String, Set<String>> says =
                                            new HashMap<>(action(e.actionId()).says());
                                    says.put(
                                            "type",
                                            activity.type() == null
                                                    ? Set.of()
                                                    : Set.of(activity.type()));
                                    things.add(
                                            new Thing(
                                                    e.actionId() + "/" + activity.number(),
                                                    null,
                                                    1,
                                                    says));
                                });
            }
        }
        return things;
    }

    private List<Thing> mobilisations() {
        List<Thing> things = new ArrayList<>();
        for (Received received : facts) {
            if (received.event() instanceof ExpertMobilisedV1 e) {
                Map<String, Set<String>> says = new HashMap<>(action(e.actionId()).says());
                says.put("expert", Set.of(e.expertId()));
                says.put("expertCountry", Set.of(e.employerCountry()));
                says.put("memberState", Set.of(e.employerCountry()));
                things.add(
                        new Thing(
                                e.mobilisationId(),
                                Brussels.day(received.fact().occurredAt()),
                                1,
                                says));
            }
        }
        return things;
    }

    private List<Thing> workingDays() {
        List<Thing> things = new ArrayList<>();
        for (Received received : facts) {
            if (received.event() instanceof WorkingDaysRecordedV1 e) {
                int entries = 0;
                for (DaysEntry entry : e.entries()) {
                    Map<String, Set<String>> says = new HashMap<>(action(e.actionId()).says());
                    says.put("expertCountry", Set.of(e.employerCountry()));
                    says.put("memberState", Set.of(e.employerCountry()));
                    things.add(
                            new Thing(
                                    received.fact().eventId() + "/" + entries++,
                                    entry.to(),
                                    entry.days(),
                                    says));
                }
            }
        }
        return things;
    }
}
