package org.socius.reporting.catalogue;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Countries;
import org.socius.contracts.reference.Countries.Country;
import org.socius.contracts.reference.MemberStates;
import org.socius.reporting.asked.Questions;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.InstitutionFacts;
import org.socius.reporting.facts.Situation;

/**
 * What the public sees of an action (R43). No draft, opinion, score or person stands here. Null
 * means not recorded, and {@code startNotRecorded} and its like say so.
 *
 * @param reference null if the source names none; {@code id} then serves in addresses
 * @param countryInferred true if an editor concluded the country from a place in the text
 * @param objective shown while there is no outcome (R42)
 * @param outcome null while there is none
 * @param history true for a record entered from a publication
 */
public record Card(
        String id,
        @Nullable String reference,
        Map<String, String> title,
        String status,
        @Nullable Place country,
        List<Place> countries,
        boolean countryInferred,
        boolean countryNotRecorded,
        Partner partner,
        List<Label> typesOfAssistance,
        List<Label> themes,
        List<String> targetGroups,
        @Nullable LocalDate start,
        boolean startNotRecorded,
        @Nullable LocalDate end,
        boolean endNotRecorded,
        List<Place> expertCountries,
        @Nullable Map<String, String> objective,
        @Nullable Map<String, String> outcome,
        @Nullable Link predecessor,
        boolean predecessorNotRecorded,
        List<Link> followUps,
        @Nullable String category,
        boolean history) {

    /** A country by its code. */
    public record Place(String code, String name) {}

    /** A code of a reference list with its label as printed. */
    public record Label(String code, String label) {}

    /**
     * The lead partner: the record that stands for it, where it was found to be another's double.
     *
     * @param original the name in its own language, null if not recorded
     * @param originalLanguage ISO 639-1 code of that language, null if not recorded
     */
    public record Partner(
            String id,
            String name,
            @Nullable String original,
            @Nullable String originalLanguage,
            @Nullable String acronym,
            List<String> aliases) {}

    /**
     * Another action.
     *
     * @param id null if only a reference is known
     */
    public record Link(
            @Nullable String id, @Nullable String reference, @Nullable Map<String, String> title) {}

    /** The card of an action. */
    public static Card of(ActionFacts action, Questions.Opened opened) {
        Situation situation = opened.situation();
        List<Place> countries = places(action.countries());
        boolean over = !action.outcome().isEmpty();
        LocalDate start = action.start();
        LocalDate end = action.end();
        return new Card(
                action.id(),
                action.reference(),
                action.publishedTitle() == null ? action.title() : action.publishedTitle(),
                action.status(),
                countries.isEmpty() ? null : countries.get(0),
                countries,
                action.countryInferred(),
                countries.isEmpty(),
                partner(action, situation),
                labels(CodeList.TYPES_OF_ASSISTANCE, action.typesOfAssistance()),
                labels(CodeList.THEMES, action.themes()),
                action.targetGroups(),
                start,
                start == null,
                end,
                end == null,
                places(situation.expertCountries(action.id())),
                over || action.objective().isEmpty() ? null : action.objective(),
                over ? action.outcome() : null,
                predecessor(action, opened),
                action.predecessorUnknown(),
                situation.followUps(action).stream()
                        .filter(opened::isOpen)
                        .map(Card::link)
                        .sorted(Comparator.comparing(link -> String.valueOf(link.id())))
                        .toList(),
                action.category(),
                action.imported());
    }

    static Place place(String code) {
        return new Place(
                code,
                Countries.find(code)
                        .map(Country::name)
                        .or(() -> MemberStates.find(code).map(state -> state.name()))
                        .orElse(code));
    }

    private static List<Place> places(Collection<String> codes) {
        return codes.stream().map(Card::place).toList();
    }

    private static List<Label> labels(CodeList list, List<String> codes) {
        return codes.stream()
                .map(
                        code ->
                                new Label(
                                        code,
                                        list.find(code).map(CodeList.Entry::label).orElse(code)))
                .toList();
    }

    private static Partner partner(ActionFacts action, Situation situation) {
        String standing = situation.standingFor(action.institutionId());
        boolean merged = !standing.equals(action.institutionId());
        Optional<InstitutionFacts> known = situation.institution(standing);
        Map<String, String> name =
                new LinkedHashMap<>(merged && known.isPresent() ? Map.of() : action.partnerName());
        known.ifPresent(its -> its.name().forEach(name::putIfAbsent));
        String english = name.get("en");
        String original = name.get("original");
        String shown = english != null ? english : original;
        return new Partner(
                standing,
                shown == null ? standing : shown,
                original,
                name.get("originalLanguage"),
                action.partnerAcronym() != null && !merged
                        ? action.partnerAcronym()
                        : known.map(InstitutionFacts::acronym).orElse(null),
                known.map(InstitutionFacts::aliases).orElse(List.of()));
    }

    private static @Nullable Link predecessor(ActionFacts action, Questions.Opened opened) {
        String named = action.predecessor();
        if (named == null) {
            return null;
        }
        Optional<ActionFacts> known = opened.situation().predecessor(action);
        if (known.isEmpty()) {
            return new Link(null, named, null);
        }
        return opened.isOpen(known.get())
                ? link(known.get())
                : new Link(null, known.get().reference(), null);
    }

    private static Link link(ActionFacts action) {
        return new Link(action.id(), action.reference(), action.title());
    }
}
