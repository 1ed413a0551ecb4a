package org.socius.contracts.reference;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Partner countries and the eligibility list (R02). */
public final class Countries {

    /** The default list is valid from this day on. */
    public static final LocalDate DEFAULT_LIST_FROM = LocalDate.of(2013, 1, 1);

    private static final Map<String, Country> BY_CODE = new LinkedHashMap<>();

    /** Kosovo's code is user-assigned and not in the standard; the European Commission uses it. */
    private static final String KOSOVO = "XK";

    private static final Set<String> ISO_CODES =
            Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    /** Other names under which sources print a country. */
    private static final Map<String, String> ALIASES =
            Map.of(
                    "Ivory Coast", "CI",
                    "Vietnam", "VN",
                    "People's Republic of China", "CN",
                    "Turkey", "TR",
                    "Swaziland", "SZ");

    /**
     * @param iso2 ISO 3166 alpha-2
     * @param region one of the facility's eleven regions
     */
    public record Country(
            String iso2,
            String iso3,
            String name,
            String region,
            String incomeGroup,
            boolean smallIsland,
            boolean landlocked,
            boolean eligible) {}

    static {
        for (Map<String, String> row : Csv.read("partner-countries.csv")) {
            String iso2 = Csv.value(row, "iso2");
            BY_CODE.put(
                    iso2,
                    new Country(
                            iso2,
                            Csv.value(row, "iso3"),
                            Csv.value(row, "name"),
                            Csv.value(row, "region"),
                            Csv.value(row, "income_group"),
                            Csv.value(row, "sids").equals("yes"),
                            Csv.value(row, "lldc").equals("yes"),
                            Csv.value(row, "eligible_default").equals("yes")));
        }
    }

    private Countries() {}

    /** True for every country of the world by ISO 3166-1 alpha-2, in upper case, and Kosovo. */
    public static boolean isCode(String iso2) {
        return ISO_CODES.contains(iso2) || iso2.equals(KOSOVO);
    }

    public static Optional<Country> find(String iso2) {
        return Optional.ofNullable(BY_CODE.get(iso2));
    }

    /** The country printed under this name or one of its aliases. */
    public static Optional<Country> byName(String name) {
        String alias = ALIASES.get(name);
        return alias != null
                ? find(alias)
                : BY_CODE.values().stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** True if the country stands on the eligibility list in force on that day. */
    public static boolean isEligible(String iso2, LocalDate on) {
        Country country = BY_CODE.get(iso2);
        return country != null && country.eligible() && !on.isBefore(DEFAULT_LIST_FROM);
    }

    public static List<Country> all() {
        return new ArrayList<>(BY_CODE.values());
    }
}
