package org.socius.reporting.facts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything that had happened by one moment as far as it was known at another. Immutable: a figure
 * and the records behind it are computed from the same situation.
 */
public final class Situation {

    private final Map<String, ActionFacts> actions = new HashMap<>();
    private final Map<String, String> actionIdByReference = new HashMap<>();
    private final Map<String, ActionFacts> actionByRequest = new HashMap<>();
    private final Map<String, InstitutionFacts> institutions = new HashMap<>();
    private final Map<String, Set<String>> mergedRecords = new HashMap<>();
    private final EligibilityFacts eligibility;
    private final List<Statement> statements;
    private final List<RequestFacts> requests;
    private final List<MobilisationFacts> mobilisations;
    private final Map<String, CallFacts> calls = new HashMap<>();
    private final List<ApplicationFacts> applications;
    private final Map<String, Set<String>> expertCountries = new HashMap<>();
    private final Map<String, List<ActionFacts>> followUps = new HashMap<>();

    /** Without calls and statements, with the default list of countries that may ask. */
    public Situation(
            Collection<InstitutionFacts> institutions,
            Collection<RequestFacts> requests,
            Collection<ActionFacts> actions,
            Collection<MobilisationFacts> mobilisations) {
        this(
                institutions,
                requests,
                actions,
                mobilisations,
                List.of(),
                List.of(),
                EligibilityFacts.DEFAULT,
                List.of());
    }

    public Situation(
            Collection<InstitutionFacts> institutions,
            Collection<RequestFacts> requests,
            Collection<ActionFacts> actions,
            Collection<MobilisationFacts> mobilisations,
            Collection<CallFacts> calls,
            Collection<ApplicationFacts> applications,
            EligibilityFacts eligibility,
            Collection<Statement> statements) {
        this.eligibility = eligibility;
        this.statements = statements.stream().sorted(Statement.AS_ENTERED).toList();
        calls.forEach(one -> this.calls.put(one.id(), one));
        this.applications = List.copyOf(applications);
        this.requests = List.copyOf(requests);
        this.mobilisations = List.copyOf(mobilisations);
        institutions.forEach(one -> this.institutions.put(one.id(), one));
        for (InstitutionFacts one : institutions) {
            if (one.mergedInto() != null) {
                mergedRecords
                        .computeIfAbsent(standingFor(one.id()), id -> new TreeSet<>())
                        .add(one.id());
            }
        }
        for (ActionFacts action : actions) {
            this.actions.put(action.id(), action);
            if (action.reference() != null) {
                actionIdByReference.put(action.reference(), action.id());
            }
            if (action.requestId() != null) {
                actionByRequest.put(action.requestId(), action);
            }
            expertCountries.put(action.id(), new TreeSet<>(action.statedExpertCountries()));
        }
        for (MobilisationFacts one : this.mobilisations) {
            if (one.mobilisedOn() != null && one.expertCountry() != null) {
                expertCountries
                        .computeIfAbsent(one.actionId(), id -> new TreeSet<>())
                        .add(one.expertCountry());
            }
        }
        for (ActionFacts action : actions) {
            predecessor(action)
                    .ifPresent(
                            before ->
                                    followUps
                                            .computeIfAbsent(before.id(), id -> new ArrayList<>())
                                            .add(action));
        }
    }

    /** Which countries may ask on which day. */
    public EligibilityFacts eligibility() {
        return eligibility;
    }

    /** What was published, in the order of its entry. */
    public List<Statement> statements() {
        return statements;
    }

    public Collection<ActionFacts> actions() {
        return actions.values();
    }

    public List<RequestFacts> requests() {
        return requests;
    }

    public List<MobilisationFacts> mobilisations() {
        return mobilisations;
    }

    public Collection<CallFacts> calls() {
        return calls.values();
    }

    public Optional<CallFacts> call(String id) {
        return Optional.ofNullable(calls.get(id));
    }

    public List<ApplicationFacts> applications() {
        return applications;
    }

    public Collection<InstitutionFacts> institutions() {
        return institutions.values();
    }

    public Optional<ActionFacts> action(@Nullable String id) {
        return Optional.ofNullable(id == null ? null : actions.get(id));
    }

    /** By reference, or by id where an action has none. */
    public Optional<ActionFacts> actionNamed(String referenceOrId) {
        String id = actionIdByReference.get(referenceOrId);
        return action(id == null ? referenceOrId : id);
    }

    public Optional<ActionFacts> actionOfRequest(String requestId) {
        return Optional.ofNullable(actionByRequest.get(requestId));
    }

    public Optional<InstitutionFacts> institution(String id) {
        return Optional.ofNullable(institutions.get(id));
    }

    /** The id of the record that stands for an institution: its own, or what it was merged into. */
    public String standingFor(String institutionId) {
        String standing = institutionId;
        Set<String> seen = new TreeSet<>();
        for (InstitutionFacts known = institutions.get(standing);
                known != null && known.mergedInto() != null && seen.add(standing);
                known = institutions.get(standing)) {
            standing = known.mergedInto();
        }
        return standing;
    }

    /** Every record of the institutions that these ids name, the ids included (R21). */
    public Set<String> recordsOf(Collection<String> institutionIds) {
        Set<String> all = new TreeSet<>(institutionIds);
        for (String id : institutionIds) {
            String standing = standingFor(id);
            all.add(standing);
            all.addAll(mergedRecords.getOrDefault(standing, Set.of()));
        }
        return all;
    }

    /** Where the experts of an action come from, as mobilised or as the source says. */
    public Set<String> expertCountries(String actionId) {
        return expertCountries.getOrDefault(actionId, Set.of());
    }

    /** The action that this one continues, if it is known. */
    public Optional<ActionFacts> predecessor(ActionFacts action) {
        return action.predecessor() == null ? Optional.empty() : actionNamed(action.predecessor());
    }

    /** The actions that continue this one. */
    public List<ActionFacts> followUps(ActionFacts action) {
        return followUps.getOrDefault(action.id(), List.of());
    }

    /**
     * The name of the first action of the chain of follow-ups that an action stands in (R29): its
     * reference, or its id where it has none; what the source calls it, where it is not known here.
     * Empty for an action that neither continues another nor is continued by one that counts.
     */
    public Optional<String> chain(ActionFacts action) {
        if (action.predecessor() == null
                && !action.predecessorUnknown()
                && followUps(action).stream().noneMatch(ActionFacts::counts)) {
            return Optional.empty();
        }
        Set<String> seen = new TreeSet<>();
        ActionFacts first = action;
        while (seen.add(nameOf(first))) {
            Optional<ActionFacts> before = predecessor(first);
            if (before.isEmpty()) {
                return Optional.of(
                        first.predecessor() == null ? nameOf(first) : first.predecessor());
            }
            first = before.get();
        }
        return Optional.of(leastOfCircle(first));
    }

    /** History may name a circle, which R29 forbids to all others: it has no first action. */
    private String leastOfCircle(ActionFacts within) {
        TreeSet<String> names = new TreeSet<>();
        ActionFacts next = within;
        while (names.add(nameOf(next))) {
            next = predecessor(next).orElseThrow();
        }
        return names.first();
    }

    private static String nameOf(ActionFacts action) {
        return action.reference() == null ? action.id() : action.reference();
    }
}
