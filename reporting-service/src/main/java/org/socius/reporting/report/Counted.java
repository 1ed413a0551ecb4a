package org.socius.reporting.report;

import java.time.LocalDate;
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
import org.socius.reporting.facts.MobilisationFacts;
import org.socius.reporting.facts.RequestFacts;
import org.socius.reporting.facts.Situation;

/** One thing that figures are made of. */
sealed interface Counted {

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
                case MEMBER_STATE, TYPE, MODALITY -> Set.of();
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
                default ->
                        action().map(its -> ofAction(its, situation, dimension)).orElse(List.of());
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
                default ->
                        action().map(its -> ofAction(its, situation, dimension)).orElse(List.of());
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
            case MEMBER_STATE, TYPE, MODALITY -> Set.of();
        };
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
