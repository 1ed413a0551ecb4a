package org.socius.expert.roster;

import static org.socius.platform.view.ViewStore.field;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.socius.expert.sight.Sight;
import org.socius.platform.command.Actor;
import org.socius.platform.documents.DocumentOwner;
import org.socius.platform.documents.Documents;
import org.socius.platform.privacy.PersonalDataCodec;
import org.socius.platform.problem.Rejection;
import org.socius.platform.time.Brussels;
import org.socius.platform.view.DueStepsTimer;
import org.socius.platform.view.EventStreams;
import org.socius.platform.view.EventStreams.Folded;
import org.socius.platform.view.ViewStore;
import org.socius.platform.web.ListQuery;
import org.socius.platform.web.Page;
import org.socius.platform.web.ResourceReader;
import org.springframework.stereotype.Component;

/** The roster as readers see it: single entries from their own events, lists from a read model. */
@Component
@ProcessingGroup(Experts.NAME)
public class Experts implements ResourceReader, DocumentOwner {

    /** What a roster entry is called where its files are kept. */
    public static final String TYPE = "Expert";

    static final String NAME = "expert-list";

    private final EventStreams streams;
    private final ViewStore<ExpertView> list;
    private final Clock clock;
    private final DueStepsTimer timer;
    private final Documents documents;

    Experts(
            EventStreams streams,
            MongoDatabase database,
            Clock clock,
            DueStepsTimer timer,
            Documents documents,
            PersonalDataCodec codec) {
        this.streams = streams;
        this.documents = documents;
        this.timer = timer;
        this.list =
                ViewStore.sealed(
                        database,
                        "experts",
                        ExpertView.class,
                        codec,
                        id -> find(id).map(this::view));
        this.clock = clock;
    }

    /** A roster entry as its events say, without regard to who asks. */
    public Optional<Folded<Expert>> find(String id) {
        return streams.fold(
                "Expert",
                id,
                Expert::new,
                (expert, event, moment) -> expert.evolve((ExpertEvent) event, moment));
    }

    @Override
    public String kind() {
        return TYPE;
    }

    @Override
    public Set<String> files(String record) {
        return find(record)
                .filter(found -> found.state().status() != Expert.Status.ERASED)
                .map(found -> found.state().files())
                .orElse(Set.of());
    }

    /** Whether a caller sees name, contact and profile on the roster's own pages. */
    public static boolean seesPersons(Actor caller, String expertId) {
        return expertId.equals(caller.expertId()) || Sight.ofRoster(caller);
    }

    private static boolean mayRead(Actor caller, String expertId) {
        return seesPersons(caller, expertId) || mayReadAll(caller);
    }

    private static boolean mayReadAll(Actor caller) {
        return Sight.ofStaff(caller) || Sight.ofRoster(caller);
    }

    @Override
    public Optional<Shown> read(String id, Actor caller) {
        return mayRead(caller, id)
                ? find(id).map(found -> new Shown(view(found).shownTo(caller), found.version()))
                : Optional.empty();
    }

    private ExpertView view(Folded<Expert> found) {
        return found.state().view(found.version(), Brussels.day(clock.instant()));
    }

    @EventHandler
    void on(ExpertEvent event) {
        find(event.expertId())
                .ifPresent(
                        found -> {
                            ExpertView view = view(found);
                            list.save(view.id(), found.version(), fields(view), view);
                            timer.schedule("Expert", view.id(), found.state().timerDue());
                        });
    }

    /**
     * Writes the entry in the list anew, without what has become unreadable, and lets the files go.
     */
    public void forget(String id) {
        find(id).ifPresent(
                        found -> {
                            found.state().files().forEach(file -> documents.doubt(TYPE, id, file));
                            ExpertView view = view(found);
                            list.rewrite(id, found.version(), fields(view), view);
                        });
    }

    private static Map<String, Object> fields(ExpertView view) {
        Profile profile = view.profile();
        Map<String, Object> fields = new HashMap<>();
        fields.put("expert", view.id());
        fields.put("status", view.status());
        fields.put("category", view.category());
        fields.put("country", view.employerCountry());
        fields.put(
                "employer",
                Objects.requireNonNullElse(profile.employers(), List.<Profile.Employment>of())
                        .stream()
                        .map(Profile.Employment::organisationId)
                        .filter(Objects::nonNull)
                        .distinct()
                        .toList());
        fields.put(
                "expertise",
                Objects.requireNonNullElse(profile.expertise(), List.<Profile.Expertise>of())
                        .stream()
                        .flatMap(e -> Stream.of(e.area(), e.area().substring(0, 1)))
                        .distinct()
                        .toList());
        fields.put(
                "language",
                Objects.requireNonNullElse(profile.languages(), List.<Profile.Language>of())
                        .stream()
                        .map(Profile.Language::code)
                        .toList());
        fields.put("openText", openText(view));
        return fields;
    }

    /** What everybody's search looks into; it names nobody. */
    private static String openText(ExpertView view) {
        return Stream.of(
                        Stream.of(
                                view.id(),
                                Objects.toString(view.category(), ""),
                                Objects.toString(view.employerCountry(), "")),
                        Objects.requireNonNullElse(
                                        view.profile().expertise(), List.<Profile.Expertise>of())
                                .stream()
                                .map(e -> e.area() + " " + Objects.toString(e.level(), "")))
                .flatMap(part -> part)
                .collect(Collectors.joining("\n"))
                .toLowerCase(Locale.ROOT);
    }

    /** Whether a search of somebody who may see name and address finds an entry. */
    private static boolean isFoundBy(List<String> parts, ExpertView view) {
        Profile.Name name = view.profile().name();
        String text =
                Stream.of(
                                openText(view),
                                name == null ? "" : name.given() + " " + name.family(),
                                Objects.requireNonNullElse(view.profile().email(), ""))
                        .collect(Collectors.joining("\n"))
                        .toLowerCase(Locale.ROOT);
        return parts.stream()
                .anyMatch(part -> text.contains(part.strip().toLowerCase(Locale.ROOT)));
    }

    /**
     * The verified experts with expertise in a field, confirmed in time (R74), in no promised
     * order.
     *
     * @param field letter of the expertise areas
     */
    public List<Candidate> candidates(String field, LocalDate today) {
        return list
                .all(
                        Filters.and(
                                Filters.eq(field("status"), Expert.Status.ACTIVE.name()),
                                Filters.eq(field("expertise"), field)))
                .stream()
                .filter(view -> view.confirmBy() == null || !view.confirmBy().isBefore(today))
                .map(ExpertView::candidate)
                .toList();
    }

    /** The profiles of these persons as the list has them, by id; erased ones are empty. */
    public Map<String, Profile> profiles(Set<String> ids) {
        return list.all(Filters.in(field("expert"), ids)).stream()
                .collect(Collectors.toMap(ExpertView::id, ExpertView::profile));
    }

    /** Who works for one of these organisations on a day. */
    public Set<String> employedBy(Set<String> organisations, LocalDate day) {
        return list
                .all(
                        Filters.or(
                                Filters.in(field("employer"), organisations),
                                // In lines written before, only the profile says it.
                                Filters.exists(field("employer"), false)))
                .stream()
                .filter(
                        view ->
                                view.profile()
                                        .employmentOn(day)
                                        .filter(now -> organisations.contains(now.organisationId()))
                                        .isPresent())
                .map(ExpertView::id)
                .collect(Collectors.toSet());
    }

    /** A page of the roster; a search by name or address finds only what the caller may see. */
    Page<Map<String, Object>> list(ListQuery query, Actor caller) {
        List<Bson> filters = new ArrayList<>();
        if (!mayReadAll(caller)) {
            filters.add(Filters.eq(field("expert"), String.valueOf(caller.expertId())));
        }
        query.names("status", Expert.Status.class);
        for (String name : List.of("status", "category", "country", "expertise", "language")) {
            if (!query.values(name).isEmpty()) {
                filters.add(Filters.in(field(name), query.values(name)));
            }
        }
        List<String> texts = query.values("q");
        boolean byName = !texts.isEmpty() && (Sight.ofRoster(caller) || !mayReadAll(caller));
        if (!byName) {
            filters.add(ViewStore.containing("openText", texts));
        }
        Bson filter = filters.isEmpty() ? Filters.empty() : Filters.and(filters);
        LocalDate from = day(query, "availableFrom");
        LocalDate to = day(query, "availableTo");
        boolean anyTime = from == null && to == null;
        if (anyTime && !byName) {
            return list.find(filter, query, "expert", true).map(view -> view.shownTo(caller));
        }
        LocalDate first = from == null ? to : from;
        LocalDate last = to == null ? from : to;
        Comparator<ExpertView> order =
                Comparator.<ExpertView, String>comparing(
                                view ->
                                        switch (Objects.requireNonNullElse(
                                                query.sort(), "expert")) {
                                            case "status" -> view.status();
                                            case "country" ->
                                                    Objects.requireNonNullElse(
                                                            view.employerCountry(), "");
                                            default -> view.id();
                                        })
                        .thenComparing(ExpertView::id);
        List<ExpertView> available =
                list.all(filter).stream()
                        .filter(view -> !byName || isFoundBy(texts, view))
                        .filter(view -> anyTime || isAvailable(view.profile(), first, last))
                        .sorted(query.ascending() ? order : order.reversed())
                        .toList();
        return Page.cut(available, query).map(view -> view.shownTo(caller));
    }

    private static boolean isAvailable(
            Profile profile, @Nullable LocalDate first, @Nullable LocalDate last) {
        return first != null
                && last != null
                && Objects.requireNonNullElse(
                                profile.availability(), List.<Profile.Availability>of())
                        .stream()
                        .anyMatch(a -> !a.from().isAfter(first) && !a.to().isBefore(last));
    }

    private static @Nullable LocalDate day(ListQuery query, String parameter) {
        String text = query.value(parameter);
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new Rejection.InvalidParameter(
                    parameter, "A date such as 2026-03-31 is expected.");
        }
    }
}
