package org.socius.reporting.catalogue;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.servlet.http.HttpServletRequest;
import java.text.Normalizer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socius.contracts.reference.Countries.Country;
import org.socius.platform.problem.Rejection;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.reporting.asked.Asked;
import org.socius.reporting.asked.Meta;
import org.socius.reporting.asked.Questions;
import org.socius.reporting.facts.ActionFacts;
import org.socius.reporting.facts.ActivityFacts;
import org.socius.reporting.facts.EligibilityFacts;
import org.socius.reporting.facts.Situation;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The public catalogue: anybody may read it, and keep it for a moment. */
@RestController
@RequestMapping("/api/v1/catalogue")
class CatalogueController {

    private final PublicAnswer answer;

    CatalogueController(PublicAnswer answer) {
        this.answer = answer;
    }

    @GetMapping("/actions")
    ResponseEntity<?> actions(HttpServletRequest http) {
        List<String> parameters = new ArrayList<>(Asked.PARAMETERS);
        parameters.addAll(
                List.of(
                        "theme",
                        "typeOfAssistance",
                        "country",
                        "expertCountry",
                        "category",
                        "year",
                        "q"));
        ListQuery query =
                ListQuery.of(
                        http,
                        Set.of("reference", "title", "country", "start"),
                        parameters.toArray(String[]::new));
        List<Integer> years = query.values("year").stream().map(CatalogueController::year).toList();
        List<List<String>> questions =
                query.values("q").stream().map(CatalogueController::words).toList();
        return answer.of(
                http,
                query,
                opened -> {
                    Situation situation = opened.situation();
                    List<ActionFacts> found =
                            shown(opened)
                                    .filter(one -> any(query.values("theme"), one.themes()))
                                    .filter(
                                            one ->
                                                    any(
                                                            query.values("typeOfAssistance"),
                                                            one.typesOfAssistance()))
                                    .filter(one -> any(query.values("country"), one.countries()))
                                    .filter(
                                            one ->
                                                    any(
                                                            query.values("expertCountry"),
                                                            situation.expertCountries(one.id())))
                                    .filter(one -> inCategory(query, one))
                                    .filter(
                                            one ->
                                                    years.isEmpty()
                                                            || years.stream()
                                                                    .anyMatch(y -> runsIn(one, y)))
                                    .filter(
                                            one ->
                                                    questions.isEmpty()
                                                            || says(
                                                                    Card.of(one, opened),
                                                                    questions))
                                    .toList();
                    List<Card> cards =
                            found.stream()
                                    .filter(one -> inPeriod(one, opened.asked()))
                                    .map(one -> Card.of(one, opened))
                                    .sorted(order(query))
                                    .toList();
                    return new Meta.OfPage<>(
                                    Page.cut(cards, query),
                                    opened.meta(withoutDate(found, opened.asked())))
                            .answer(query);
                });
    }

    @GetMapping("/actions/{name}")
    ResponseEntity<?> action(@PathVariable String name, HttpServletRequest http) {
        return answer.of(
                http,
                ListQuery.unpaged(http, Asked.PARAMETERS),
                opened -> {
                    ActionFacts action =
                            opened.situation()
                                    .actionNamed(name)
                                    .filter(opened::isOpen)
                                    .filter(one -> inPeriod(one, opened.asked()))
                                    .orElseThrow(Rejection.NotFound::new);
                    return ResponseEntity.ok(
                            new Detail(
                                    Card.of(action, opened),
                                    action.activities().stream().map(Activity::of).toList(),
                                    opened.meta(0)));
                });
    }

    @GetMapping("/countries/{code}")
    ResponseEntity<?> country(@PathVariable String code, HttpServletRequest http) {
        return answer.of(
                http,
                ListQuery.unpaged(http, Asked.PARAMETERS),
                opened -> {
                    EligibilityFacts eligibility = opened.situation().eligibility();
                    Country country =
                            eligibility.country(code).orElseThrow(Rejection.NotFound::new);
                    List<ActionFacts> found =
                            shown(opened).filter(one -> one.countries().contains(code)).toList();
                    List<Card> cards =
                            found.stream()
                                    .filter(one -> inPeriod(one, opened.asked()))
                                    .map(one -> Card.of(one, opened))
                                    .sorted(DEFAULT_ORDER)
                                    .toList();
                    Map<String, Object> body = new LinkedHashMap<>();
                    body.put("code", country.iso2());
                    body.put("name", country.name());
                    body.put("region", orNull(country.region()));
                    body.put("incomeGroup", orNull(country.incomeGroup()));
                    body.put("smallIsland", country.smallIsland());
                    body.put("landlocked", country.landlocked());
                    body.put("eligible", eligibility.isEligible(code, opened.asked().asOf()));
                    body.put("totalActions", cards.size());
                    body.put("partners", cards.stream().map(Card::partner).distinct().toList());
                    body.put("actions", cards);
                    body.put("meta", opened.meta(withoutDate(found, opened.asked())));
                    return ResponseEntity.ok(body);
                });
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    static Stream<ActionFacts> shown(Questions.Opened opened) {
        return opened.situation().actions().stream().filter(opened::isOpen);
    }

    /** By the day that counts it (R115), as in the reports. */
    static boolean inPeriod(ActionFacts action, Asked asked) {
        LocalDate day = action.countedOn();
        return !asked.hasPeriod() || day != null && asked.contains(day);
    }

    static int withoutDate(List<ActionFacts> found, Asked asked) {
        return asked.hasPeriod()
                ? (int) found.stream().filter(one -> one.countedOn() == null).count()
                : 0;
    }

    /** Answers from one state of the facts, which also names the answer for caches. */
    /** The card's own members and the activities side by side. */
    record Detail(@JsonUnwrapped Card card, List<Activity> activities, Meta meta) {}

    /** An activity as the public sees it; null means not recorded. */
    record Activity(
            int number,
            @Nullable String type,
            boolean typeInferred,
            @Nullable Map<String, String> title,
            @Nullable String description,
            @Nullable String modality,
            @Nullable String city,
            @Nullable String country,
            @Nullable String hostCountry,
            String status,
            @Nullable LocalDate start,
            boolean startNotRecorded,
            @Nullable LocalDate end,
            boolean endNotRecorded,
            @Nullable LocalDate completedOn,
            List<String> deliverables) {

        static Activity of(ActivityFacts facts) {
            LocalDate start = facts.start();
            LocalDate end = facts.end();
            return new Activity(
                    facts.number(),
                    facts.type(),
                    facts.typeInferred(),
                    facts.title().isEmpty() ? null : facts.title(),
                    facts.description(),
                    facts.modality(),
                    facts.city(),
                    facts.placeCountry(),
                    facts.hostCountry(),
                    facts.status(),
                    start,
                    start == null,
                    end,
                    end == null,
                    facts.completedOn(),
                    facts.deliverables());
        }
    }

    static final Comparator<Card> DEFAULT_ORDER =
            Comparator.comparing(Card::start, Comparator.nullsLast(Comparator.reverseOrder()))
                    .thenComparing(Card::reference, Comparator.nullsLast(Comparator.reverseOrder()))
                    .thenComparing(Card::id);

    private static Comparator<Card> order(ListQuery query) {
        String sort = query.sort();
        if (sort == null) {
            return DEFAULT_ORDER;
        }
        Function<Card, @Nullable String> by =
                switch (sort) {
                    case "reference" -> Card::reference;
                    case "title" -> card -> text(card.title());
                    case "country" -> card -> card.country() == null ? null : card.country().name();
                    default -> card -> card.start() == null ? null : card.start().toString();
                };
        Comparator<String> direction =
                query.ascending() ? Comparator.naturalOrder() : Comparator.reverseOrder();
        Comparator<Card> order = Comparator.comparing(by::apply, Comparator.nullsLast(direction));
        return order.thenComparing(Card::id);
    }

    private static boolean any(List<String> asked, Collection<String> found) {
        return asked.isEmpty() || asked.stream().anyMatch(found::contains);
    }

    private static boolean inCategory(ListQuery query, ActionFacts action) {
        return any(
                query.values("category"),
                action.category() == null ? List.of() : List.of(action.category()));
    }

    /** Dates that are not recorded match no year: nothing is guessed. */
    private static boolean runsIn(ActionFacts action, int year) {
        LocalDate start = action.start();
        LocalDate end = action.end();
        if (start == null && end == null) {
            return false;
        }
        LocalDate first = start == null ? end : start;
        LocalDate last = end == null ? start : end;
        return first != null && last != null && first.getYear() <= year && last.getYear() >= year;
    }

    private static int year(String text) {
        if (!text.matches("\\d{4}")) {
            throw new Rejection.InvalidParameter("year", "A year of four digits is expected.");
        }
        return Integer.parseInt(text);
    }

    private static List<String> words(String text) {
        return Arrays.stream(plain(text).split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    /** True if the card has all words of one of the questions. */
    private static boolean says(Card card, List<List<String>> questions) {
        List<@Nullable String> texts = new ArrayList<>();
        texts.add(card.reference());
        texts.add(text(card.title()));
        texts.add(card.partner().name());
        texts.add(card.partner().original());
        texts.add(card.partner().acronym());
        texts.addAll(card.partner().aliases());
        texts.addAll(card.targetGroups());
        card.countries().forEach(place -> texts.add(place.name()));
        texts.add(card.outcome() == null ? null : text(card.outcome()));
        texts.add(card.objective() == null ? null : text(card.objective()));
        StringBuilder all = new StringBuilder();
        texts.stream()
                .filter(Objects::nonNull)
                .forEach(text -> all.append(plain(text)).append('\n'));
        return questions.stream()
                .anyMatch(words -> words.stream().allMatch(word -> all.indexOf(word) >= 0));
    }

    private static String text(Map<String, String> multilingual) {
        String english = multilingual.get("en");
        List<String> all = new ArrayList<>();
        if (english != null) {
            all.add(english);
        }
        multilingual.forEach(
                (language, text) -> {
                    if (!language.equals("en")) {
                        all.add(text);
                    }
                });
        return String.join("\n", all);
    }

    /** Lower case without accents. */
    private static String plain(@Nullable String text) {
        return text == null
                ? ""
                : Normalizer.normalize(text, Normalizer.Form.NFD)
                        .replaceAll("\\p{M}", "")
                        .toLowerCase(Locale.ROOT);
    }
}
