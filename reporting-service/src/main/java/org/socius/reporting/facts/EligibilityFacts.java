package org.socius.reporting.facts;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.socius.contracts.reference.Countries;
import org.socius.contracts.reference.Countries.Country;

/**
 * Which countries may ask on which day: the default list and what was changed since (R02).
 *
 * @param changes in the order of their entry
 */
public record EligibilityFacts(List<Change> changes) {

    /** The default list, which nobody has changed. */
    public static final EligibilityFacts DEFAULT = new EligibilityFacts(List.of());

    /** From that day on the country is on the list, or no longer. */
    public record Change(String country, boolean eligible, LocalDate validFrom) {}

    public EligibilityFacts {
        changes = List.copyOf(changes);
    }

    /** True if the country stands on the list in force on that day. */
    public boolean isEligible(String country, LocalDate on) {
        return changes.stream()
                .filter(change -> change.country().equals(country))
                .filter(change -> !change.validFrom().isAfter(on))
                .reduce((one, next) -> next.validFrom().isBefore(one.validFrom()) ? one : next)
                .map(Change::eligible)
                .orElseGet(() -> Countries.isEligible(country, on));
    }

    /** The countries on the list in force on that day. */
    public List<Country> on(LocalDate day) {
        return Stream.concat(
                        Countries.all().stream(),
                        changes.stream()
                                .map(Change::country)
                                .distinct()
                                .filter(code -> Countries.find(code).isEmpty())
                                .map(EligibilityFacts::unlisted))
                .filter(country -> isEligible(country.iso2(), day))
                .toList();
    }

    /**
     * A country by its code: one of the reference list, or one that was put on this list later.
     *
     * @return empty for any other
     */
    public Optional<Country> country(String code) {
        return Countries.find(code)
                .or(
                        () ->
                                changes.stream()
                                        .filter(change -> change.country().equals(code))
                                        .findFirst()
                                        .map(change -> unlisted(code)));
    }

    /** A country of which the reference list knows nothing: by its name, without a region. */
    private static Country unlisted(String code) {
        Locale place = Locale.of("", code);
        return new Country(
                code, code, place.getDisplayCountry(Locale.ENGLISH), "", "", false, false, false);
    }
}
