package org.socius.reporting.report;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.Countries;
import org.socius.contracts.reference.Countries.Country;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.ActivityFacts;
import org.socius.reporting.facts.ApplicationFacts;
import org.socius.reporting.facts.CallFacts;
import org.socius.reporting.facts.MobilisationFacts;
import org.socius.reporting.facts.RequestFacts;
import org.socius.reporting.facts.Situation;

/** One thing that figures are made of. */
sealed interface Counted {

    /** What a cross-cutting mark means, from 0 on (R46). */
    List<String> SCORES = List.of("none", "significant", "principal");

    /** Its values of a dimension; none if it has none or they are not recorded. */
    Collection<String> values(Dimension dimension);

    /** The day by which it falls into a period (R115); null if not recorded. */
    @Nullable LocalDate date();

    /** The action it belongs to, if that is known. */
    Optional<ActionFacts> action();

    /** An approved or imported action. */
    record OfAction(ActionFacts facts, Situation situation) implements Counted {
        @Override
        public Collection<String> values(Dimension dimension) {
            return ofAction(facts, situation, dimension);
        }

        @Override
        public @Nullable LocalDate date() {
            return facts.countedOn();
        }

        @Override
        public Optional<ActionFacts> action() {
            return Optional.of(facts);
        }
    }

    /** An activity that was carried out. */
    record OfActivity(ActionFacts of, ActivityFacts facts, Situation situation) implements Counted {
        @Override
        public Collection<String> values(Dimension dimension) {
            return switch (dimension) {
                case TYPE -> set(facts.type());
                case MODALITY -> set(facts.modality());
                case HOST_COUNTRY -> set(facts.hostCountry());
                default -> ofAction(of, situation, dimension);
            };
        }

        @Override
        public @Nullable LocalDate date() {
            return facts.completedOn();
        }

        @Override
        public Optional<ActionFacts> action() {
            return Optional.of(of);
        }
    }

    /** A submitted request. What only its action can have, it has from its action. */
    record OfRequest(RequestFacts facts, Situation situation) implements Counted {
        @Override
        public Collection<String> values(Dimension dimension) {
            return switch (dimension) {
                case COUNTRY -> Set.of(facts.country());
                case REGION -> regions(Set.of(facts.country()));
                case THEME -> facts.themes();
                case TYPE_OF_ASSISTANCE -> facts.typesOfAssistance();
                case INSTITUTION -> Set.of(situation.standingFor(facts.institutionId()));
                case STATUS -> Set.of(facts.status());
                case EXPERT_COUNTRY, SDG ->
                        action().map(its -> ofAction(its, situation, dimension)).orElse(List.of());
                case MEMBER_STATE, TYPE, MODALITY, HOST_COUNTRY, CHAIN, MARKER, STEP, FINDING ->
                        Set.of();
            };
        }

        @Override
        public LocalDate date() {
            return facts.submittedOn();
        }

        @Override
        public Optional<ActionFacts> action() {
            return situation.actionOfRequest(facts.id());
        }
    }

    /** A mobilisation with {@code ExpertMobilised}. */
    record OfMobilisation(MobilisationFacts facts, Situation situation) implements Counted {
        @Override
        public Collection<String> values(Dimension dimension) {
            return switch (dimension) {
                case EXPERT_COUNTRY, MEMBER_STATE -> set(facts.expertCountry());
                default -> ofKnown(action(), situation, dimension);
            };
        }

        @Override
        public @Nullable LocalDate date() {
            return facts.mobilisedOn();
        }

        @Override
        public Optional<ActionFacts> action() {
            return situation.action(facts.actionId());
        }
    }

    /**
     * Recorded days of one phase.
     *
     * @param index of the entry within its mobilisation
     */
    record OfDays(
            MobilisationFacts of, int index, MobilisationFacts.Entry facts, Situation situation)
            implements Counted {
        @Override
        public Collection<String> values(Dimension dimension) {
            return switch (dimension) {
                case EXPERT_COUNTRY, MEMBER_STATE -> Set.of(facts.expertCountry());
                default -> ofKnown(action(), situation, dimension);
            };
        }

        @Override
        public LocalDate date() {
            return facts.to();
        }

        @Override
        public Optional<ActionFacts> action() {
            return situation.action(of.actionId());
        }
    }

    /** A published call. It has its own state; what else it says is said of its action. */
    record OfCall(CallFacts facts, Situation situation) implements Counted {
        @Override
        public Collection<String> values(Dimension dimension) {
            return dimension == Dimension.STATUS
                    ? Set.of(facts.status())
                    : ofKnown(action(), situation, dimension);
        }

        @Override
        public @Nullable LocalDate date() {
            return facts.publishedOn();
        }

        @Override
        public Optional<ActionFacts> action() {
            return situation.action(facts.actionId());
        }
    }

    /** An application, which stands with its call. */
    record OfApplication(ApplicationFacts facts, Situation situation) implements Counted {
        @Override
        public Collection<String> values(Dimension dimension) {
            return call().map(call -> call.values(dimension)).orElse(List.of());
        }

        private Optional<OfCall> call() {
            return situation.call(facts.callId()).map(call -> new OfCall(call, situation));
        }

        @Override
        public LocalDate date() {
            return facts.submittedOn();
        }

        @Override
        public Optional<ActionFacts> action() {
            return call().flatMap(OfCall::action);
        }
    }

    /**
     * A step that was taken.
     *
     * @param id of what it was taken with
     * @param of what it is filtered by
     * @param from day of its begin; {@code to} of its end
     */
    record OfStep(Step step, String id, Counted of, LocalDate from, LocalDate to)
            implements Counted {

        String key() {
            return step.code() + '/' + id;
        }

        /** Calendar days; never negative, whatever order late entries have. */
        long days() {
            return Math.max(0, ChronoUnit.DAYS.between(from, to));
        }

        @Override
        public Collection<String> values(Dimension dimension) {
            return dimension == Dimension.STEP ? Set.of(step.code()) : of.values(dimension);
        }

        @Override
        public LocalDate date() {
            return to;
        }

        @Override
        public Optional<ActionFacts> action() {
            return of.action();
        }
    }

    /**
     * An answered survey.
     *
     * @param index of the answer within its action
     */
    record OfAnswer(ActionFacts of, int index, ActionFacts.Answer facts, Situation situation)
            implements Counted {
        @Override
        public Collection<String> values(Dimension dimension) {
            return ofAction(of, situation, dimension);
        }

        @Override
        public LocalDate date() {
            return facts.answeredOn();
        }

        @Override
        public Optional<ActionFacts> action() {
            return Optional.of(of);
        }
    }

    /** The evaluation of an action. */
    record OfEvaluation(ActionFacts of, ActionFacts.Evaluation facts, Situation situation)
            implements Counted {
        @Override
        public Collection<String> values(Dimension dimension) {
            return ofAction(of, situation, dimension);
        }

        @Override
        public LocalDate date() {
            return facts.evaluatedOn();
        }

        @Override
        public Optional<ActionFacts> action() {
            return Optional.of(of);
        }
    }

    /**
     * Something that is not recorded, or not as it should be.
     *
     * @param id of the record, with the number of its activity where it is about one
     * @param of the action it is about, null for an institution and for days of an unknown action
     * @param institutionId null for days of an unknown action
     * @param country of the institution, null if none is recorded
     */
    record OfFinding(
            Finding finding,
            String id,
            @Nullable ActionFacts of,
            @Nullable String institutionId,
            @Nullable String country,
            Situation situation)
            implements Counted {
        @Override
        public Collection<String> values(Dimension dimension) {
            return switch (dimension) {
                case FINDING -> Set.of(finding.code());
                case COUNTRY -> of == null ? set(country) : ofKnown(action(), situation, dimension);
                case REGION ->
                        of == null
                                ? regions(set(country))
                                : ofKnown(action(), situation, dimension);
                case INSTITUTION -> set(institutionId);
                default -> ofKnown(action(), situation, dimension);
            };
        }

        @Override
        public @Nullable LocalDate date() {
            return of == null ? null : of.countedOn();
        }

        @Override
        public Optional<ActionFacts> action() {
            return Optional.ofNullable(of);
        }
    }

    private static Collection<String> ofKnown(
            Optional<ActionFacts> action, Situation situation, Dimension dimension) {
        return action.map(its -> ofAction(its, situation, dimension)).orElse(List.of());
    }

    /** A country on the eligibility list. Only country and region can tell it from others. */
    record OfCountry(Country facts) implements Counted {
        @Override
        public Collection<String> values(Dimension dimension) {
            return switch (dimension) {
                case COUNTRY -> Set.of(facts.iso2());
                case REGION -> facts.region().isEmpty() ? Set.of() : Set.of(facts.region());
                default -> Set.of();
            };
        }

        @Override
        public @Nullable LocalDate date() {
            return null;
        }

        @Override
        public Optional<ActionFacts> action() {
            return Optional.empty();
        }
    }

    private static Collection<String> ofAction(
            ActionFacts action, Situation situation, Dimension dimension) {
        return switch (dimension) {
            case COUNTRY -> action.countries();
            case REGION -> regions(action.countries());
            case THEME -> action.themes();
            case TYPE_OF_ASSISTANCE -> action.typesOfAssistance();
            case INSTITUTION -> Set.of(situation.standingFor(action.institutionId()));
            case EXPERT_COUNTRY -> situation.expertCountries(action.id());
            case STATUS -> Set.of(action.status());
            case SDG -> action.sdgTargets();
            case CHAIN -> situation.chain(action).map(Set::of).orElse(Set.of());
            case MARKER -> marked(action);
            case MEMBER_STATE, TYPE, MODALITY, HOST_COUNTRY, STEP, FINDING -> Set.of();
        };
    }

    /** Such as {@code gender:principal}; what is not recorded is not there. */
    private static List<String> marked(ActionFacts action) {
        return action.markers().entrySet().stream()
                .map(mark -> mark.getKey() + ':' + SCORES.get(mark.getValue()))
                .sorted()
                .toList();
    }

    private static Set<String> regions(Collection<String> countries) {
        Set<String> regions = new LinkedHashSet<>();
        countries.forEach(
                code -> Countries.find(code).ifPresent(country -> regions.add(country.region())));
        return regions;
    }

    private static Set<String> set(@Nullable String value) {
        return value == null ? Set.of() : Set.of(value);
    }
}
