package org.socius.action.history;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.socius.action.history.ImportEvent.Line;
import org.socius.action.history.ImportEvent.Note;
import org.socius.action.history.ImportEvent.Outcome;
import org.socius.action.history.ImportEvent.Row;
import org.socius.action.numbering.NumberRegister.Reference;
import org.socius.action.plan.HistoricalAction;
import org.socius.contracts.reference.CodeList;
import org.socius.contracts.reference.Countries;
import org.socius.contracts.reference.MemberStates;
import tools.jackson.core.JacksonException;

/**
 * Judges the rows of a file of historical actions: what each becomes, what was repaired, what is
 * refused and why. What the file does not say stays unknown; one bad row does not touch the others.
 */
final class HistoryPlan {

    private static final int MAX_ACTIVITIES = 4;
    private static final int MAX_KEY = 100;

    /** A reference above it is a slip, after which a year's numbers would soon be used up (R24). */
    private static final int HIGHEST_NUMBER = 9_999;

    private static final String INSTITUTIONS_UNKNOWN = "institutions-not-known";
    private static final List<String> GOING_ON =
            List.of("ongoing", "going on", "under way", "underway", "just begun", "in progress");

    private final Known known;
    private final LocalDate today;
    private final Map<String, Draft> byKey = new LinkedHashMap<>();
    private final Map<String, String> keyByReference = new HashMap<>();
    private final List<NewInstitution> newInstitutions = new ArrayList<>();
    private final List<Draft> drafts = new ArrayList<>();

    /** What is there already. */
    interface Known {

        /** The fingerprint of what was imported as this action by another import. */
        Optional<String> importedAs(String actionId);

        /** The action that holds a reference. */
        Optional<String> holder(Reference reference);

        /** A registered institution of a country under one of these names. */
        Optional<String> institution(@Nullable String country, Collection<String> names);

        /** False while institutions may be registered that are not known here. */
        boolean institutionsAreComplete();
    }

    /**
     * What one row comes to.
     *
     * @param action to be imported; null if the row is refused or changes nothing
     */
    record Planned(Line line, @Nullable HistoricalAction action) {

        /** True if the row was refused because not all registered institutions are known here. */
        boolean lacksInstitutions() {
            return HistoryPlan.lacksInstitutions(line);
        }
    }

    private record NewInstitution(String id, @Nullable String country, Set<String> names) {}

    private static final class Draft {
        private final Row row;
        private @Nullable HistoryItem item;
        private @Nullable String key;
        private @Nullable Reference reference;
        private @Nullable String predecessorKey;
        private boolean unchanged;
        private boolean refused;
        private boolean repaired;
        private final List<Note> notes = new ArrayList<>();

        Draft(Row row) {
            this.row = row;
        }

        void refuse(@Nullable String rule, String code, String message) {
            refused = true;
            notes.add(new Note(code, message, rule));
        }

        /** Stays empty, for somebody to look up. */
        void gap(String code, String message) {
            notes.add(new Note(code, message, null));
        }

        void repair(String code, String message) {
            repaired = true;
            notes.add(new Note(code, message, null));
        }
    }

    /** True for a row that was refused because not all registered institutions were known. */
    static boolean lacksInstitutions(Line line) {
        return waits(line.notes());
    }

    private HistoryPlan(Known known, LocalDate today) {
        this.known = known;
        this.today = today;
    }

    /**
     * @param today no start of an action may lie after it
     */
    static List<Planned> of(List<Row> rows, Known known, LocalDate today) {
        return new HistoryPlan(known, today).judge(rows);
    }

    /** The id of the action with this key; the same in every file. */
    static String actionOf(String key) {
        return nameBased("imported action " + key);
    }

    private static String nameBased(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private List<Planned> judge(List<Row> rows) {
        for (Row row : rows) {
            Draft draft = new Draft(row);
            drafts.add(draft);
            read(draft);
        }
        drafts.forEach(this::follow);
        refuseCycles();
        refuseFollowersThatWait();
        drafts.forEach(this::forgetRefusedPredecessor);
        drafts.forEach(this::gaps);
        return drafts.stream().map(this::planned).toList();
    }

    // ------------------------------------------------------------------ one row by itself

    private void read(Draft draft) {
        String text = draft.row.item();
        if (text == null) {
            draft.refuse(
                    null,
                    "broken-row",
                    draft.row.broken() == null ? "The row cannot be read." : draft.row.broken());
            return;
        }
        HistoryItem item;
        try {
            item = HistoryItem.read(text);
        } catch (JacksonException e) {
            draft.refuse(null, "wrong-form", "A field of the item has another form than expected.");
            return;
        }
        draft.item = item;
        if (item.key() == null || item.key().isBlank() || item.key().length() > MAX_KEY) {
            draft.refuse(null, "key-missing", "An item is known by its key, 1 to 100 characters.");
            return;
        }
        draft.key = item.key();
        if (item.kind() != null && !item.kind().equals("action")) {
            draft.refuse(
                    null, "not-an-action", "Items of the kind " + item.kind() + " are not read.");
            return;
        }
        String fingerprint = known.importedAs(actionOf(item.key())).orElse(null);
        if (fingerprint != null && fingerprint.equals(HistoryItem.fingerprint(text))) {
            draft.unchanged = true;
            draft.notes.add(
                    new Note(
                            "already-imported",
                            "This item was imported before; nothing changes.",
                            null));
            byKey.putIfAbsent(item.key(), draft);
            return;
        }
        if (fingerprint != null || byKey.containsKey(item.key())) {
            draft.refuse(
                    null,
                    "import-key-in-use",
                    "Another item was imported under the key " + item.key() + ".");
            return;
        }
        check(draft, item);
        byKey.put(item.key(), draft);
    }

    private void check(Draft draft, HistoryItem item) {
        if (item.title() == null || item.title().isBlank()) {
            draft.refuse(null, "title-missing", "An action has a title.");
        }
        country(draft, item);
        partner(draft, item);
        for (String type : list(item.types())) {
            if (typeCode(type).isEmpty()) {
                draft.refuse("R28", "unknown-type", "\"" + type + "\" is no type of assistance.");
            }
        }
        for (String theme : list(item.themes())) {
            if (CodeList.THEMES.find(theme).isEmpty()) {
                draft.refuse(null, "unknown-theme", "\"" + theme + "\" is no theme.");
            }
        }
        for (String country : list(item.expertCountries())) {
            if (anyCountry(country).isEmpty()) {
                draft.refuse(null, "unknown-country", "\"" + country + "\" is no country.");
            }
        }
        activities(draft, item);
        dates(draft, item);
        reference(draft, item);
    }

    private static void country(Draft draft, HistoryItem item) {
        String code = item.country();
        String name = item.countryName();
        if (code != null && Countries.find(code).isEmpty()) {
            draft.refuse(null, "unknown-country", "\"" + code + "\" is no partner country.");
        } else if (code == null && name != null) {
            if (Countries.byName(name).isEmpty()) {
                draft.refuse(null, "unknown-country", "\"" + name + "\" is no partner country.");
            } else {
                draft.repair("country-from-name", "The country's code was found by its name.");
            }
        }
    }

    private void partner(Draft draft, HistoryItem item) {
        HistoryItem.Partner partner = item.partner();
        if (partner == null || partner.name() == null || partner.name().isBlank()) {
            draft.refuse("R26", "partner-missing", "An action has exactly one lead partner.");
            return;
        }
        HistoricalAction.Institution institution = institution(partner, countryOf(item));
        if (!known.institutionsAreComplete() && !isRegistered(institution)) {
            draft.refuse(
                    null,
                    INSTITUTIONS_UNKNOWN,
                    "The register of institutions could not be read to its end; import this row"
                            + " again later.");
        }
    }

    private boolean isRegistered(HistoricalAction.Institution institution) {
        return known.institution(institution.country(), names(institution)).isPresent();
    }

    /** What stays empty and has to be looked up: the data-quality list of the import. */
    private void gaps(Draft draft) {
        HistoryItem item = draft.item;
        if (item == null || draft.refused || draft.unchanged) {
            return;
        }
        HistoricalAction.Institution institution =
                institution(Objects.requireNonNull(item.partner()), countryOf(item));
        if (institution.country() == null) {
            draft.gap("country-not-recorded", "The country is not recorded.");
        }
        if (isRegistered(institution)) {
            return;
        }
        if (institution.level() == null) {
            draft.gap("level-not-recorded", "The level of the partner is not recorded.");
        }
        if (institution.legalNature() == null) {
            draft.gap("nature-not-recorded", "The legal nature of the partner is not recorded.");
        }
    }

    private static void activities(Draft draft, HistoryItem item) {
        if (list(item.activities()).size() > MAX_ACTIVITIES) {
            draft.refuse("R33", "too-many-activities", "An action has one to four activities.");
        }
        for (HistoryItem.Activity activity : list(item.activities())) {
            if (activity.type() != null
                    && CodeList.ACTIVITY_TYPES.find(activity.type()).isEmpty()) {
                draft.refuse(
                        null,
                        "unknown-type",
                        "\"" + activity.type() + "\" is no type of activity.");
            }
            if (activity.hostCountry() != null && anyCountry(activity.hostCountry()).isEmpty()) {
                draft.refuse(
                        null,
                        "unknown-country",
                        "\"" + activity.hostCountry() + "\" is no country.");
            }
        }
    }

    private void dates(Draft draft, HistoryItem item) {
        HistoryItem.Dates dates = item.dates();
        if (dates == null) {
            return;
        }
        LocalDate start = day(dates.start());
        LocalDate end = day(dates.end());
        if (dates.start() != null && start == null || dates.end() != null && end == null) {
            draft.repair(
                    "date-not-recorded", "A date that is not a full day counts as not recorded.");
        }
        if (start != null && end != null && end.isBefore(start)) {
            draft.refuse(null, "end-before-start", "The end lies before the start.");
        }
        if (start != null && start.isAfter(today)
                || end != null && end.isAfter(today) && !ongoing(item)) {
            draft.refuse(null, "in-the-future", "What has happened does not lie in the future.");
        }
    }

    private void reference(Draft draft, HistoryItem item) {
        if (item.reference() == null) {
            return;
        }
        Optional<Reference> written = Reference.parse(item.reference());
        Optional<Reference> reference =
                written.isPresent()
                        ? written
                        : Reference.parse(item.reference().strip().replaceFirst("-(\\d)$", "-0$1"));
        if (reference.isEmpty()) {
            draft.refuse("R24", "wrong-reference", "A reference is a year and a number: 2014-12.");
            return;
        }
        if (written.isEmpty()) {
            draft.repair("reference-form", "The reference is written " + reference.get() + ".");
        }
        if (reference.get().number() > HIGHEST_NUMBER) {
            draft.refuse("R24", "wrong-reference", "The number is " + HIGHEST_NUMBER + " at most.");
            return;
        }
        String holder = known.holder(reference.get()).orElse(null);
        boolean own = holder != null && holder.equals(actionOf(String.valueOf(draft.key)));
        if (holder != null && !own || keyByReference.containsKey(reference.get().toString())) {
            draft.refuse(
                    "R24", "reference-taken", "The reference " + reference.get() + " is taken.");
            return;
        }
        draft.reference = reference.get();
        if (!draft.refused) {
            keyByReference.put(reference.get().toString(), String.valueOf(draft.key));
        }
    }

    // ------------------------------------------------------------------ predecessors

    private void follow(Draft draft) {
        HistoryItem item = draft.item;
        if (item == null || item.followUpOf() == null || draft.refused) {
            return;
        }
        String key = item.followUpOf().key();
        String reference = item.followUpOf().reference();
        if (key == null && reference != null) {
            key = keyByReference.get(reference);
        }
        draft.predecessorKey = key;
    }

    private void refuseCycles() {
        for (Draft draft : drafts) {
            if (draft.refused || draft.predecessorKey == null) {
                continue;
            }
            Set<String> seen = new HashSet<>();
            Draft next = draft;
            while (next != null && next.predecessorKey != null && seen.add(next.predecessorKey)) {
                if (next.predecessorKey.equals(draft.key)) {
                    draft.notes.add(
                            new Note("cycle", "The action would be its own predecessor.", "R29"));
                    break;
                }
                next = byKey.get(next.predecessorKey);
            }
        }
        drafts.stream()
                .filter(draft -> draft.notes.stream().anyMatch(n -> n.code().equals("cycle")))
                .forEach(draft -> draft.refused = true);
    }

    /** A row whose predecessor is to be imported again later waits for it. */
    private void refuseFollowersThatWait() {
        boolean another = true;
        while (another) {
            another = false;
            for (Draft draft : drafts) {
                Draft predecessor =
                        draft.predecessorKey == null ? null : byKey.get(draft.predecessorKey);
                if (!draft.refused
                        && !draft.unchanged
                        && predecessor != null
                        && waits(predecessor.notes)) {
                    draft.refuse(
                            null,
                            INSTITUTIONS_UNKNOWN,
                            "The predecessor was refused; import this row again with it.");
                    another = true;
                }
            }
        }
    }

    private static boolean waits(List<Note> notes) {
        return notes.stream().anyMatch(note -> note.code().equals(INSTITUTIONS_UNKNOWN));
    }

    private void forgetRefusedPredecessor(Draft draft) {
        String key = draft.predecessorKey;
        if (key == null || draft.refused) {
            return;
        }
        Draft inFile = byKey.get(key);
        boolean there =
                inFile != null ? !inFile.refused : known.importedAs(actionOf(key)).isPresent();
        if (!there) {
            draft.predecessorKey = null;
            if (!draft.unchanged) {
                draft.repair(
                        "predecessor-unknown", "The predecessor " + key + " is not known here.");
            }
        }
    }

    // ------------------------------------------------------------------ the result

    private Planned planned(Draft draft) {
        String key = draft.key;
        if (draft.refused || key == null) {
            return new Planned(
                    new Line(
                            draft.row.line(),
                            key,
                            null,
                            null,
                            Outcome.REFUSED,
                            List.copyOf(draft.notes)),
                    null);
        }
        HistoricalAction action = draft.unchanged ? null : action(draft, key);
        return new Planned(
                new Line(
                        draft.row.line(),
                        key,
                        actionOf(key),
                        draft.reference == null ? null : draft.reference.toString(),
                        draft.repaired ? Outcome.REPAIRED : Outcome.ACCEPTED,
                        List.copyOf(draft.notes)),
                action);
    }

    private HistoricalAction action(Draft draft, String key) {
        HistoryItem item = Objects.requireNonNull(draft.item);
        String text = Objects.requireNonNull(draft.row.item());
        String country = countryOf(item);
        HistoricalAction.Institution institution =
                institution(Objects.requireNonNull(item.partner()), country);
        HistoryItem.Predecessor followed = item.followUpOf();
        String predecessorReference = followed == null ? null : followed.reference();
        String predecessorId =
                draft.predecessorKey != null
                        ? actionOf(draft.predecessorKey)
                        : Optional.ofNullable(predecessorReference)
                                .flatMap(Reference::parse)
                                .flatMap(known::holder)
                                .orElse(null);
        HistoryItem.Dates dates = item.dates();
        return new HistoricalAction(
                key,
                HistoryItem.fingerprint(text),
                draft.reference == null ? null : draft.reference.toString(),
                texts(String.valueOf(item.title()), item.titleOriginal()),
                institutionId(institution),
                institution,
                country,
                item.countryBasis() != null
                        && item.countryBasis().toLowerCase(Locale.ROOT).startsWith("inferred"),
                list(item.types()).stream().flatMap(type -> typeCode(type).stream()).toList(),
                list(item.themes()),
                list(item.targetGroups()),
                list(item.expertCountries()).stream()
                        .flatMap(code -> anyCountry(code).stream())
                        .distinct()
                        .toList(),
                item.suggestions() == null ? List.of() : list(item.suggestions().sdgTargets()),
                activities(list(item.activities())),
                item.outcome(),
                predecessorId,
                predecessorReference,
                followed != null && predecessorId == null && predecessorReference == null,
                ongoing(item),
                dates == null ? null : day(dates.start()),
                dates == null ? null : day(dates.end()),
                item.category(),
                HistoryItem.note(text));
    }

    private static @Nullable String countryOf(HistoryItem item) {
        return item.country() != null || item.countryName() == null
                ? item.country()
                : Countries.byName(item.countryName()).map(Countries.Country::iso2).orElse(null);
    }

    private static List<HistoricalAction.Activity> activities(List<HistoryItem.Activity> items) {
        List<HistoricalAction.Activity> activities = new ArrayList<>();
        for (HistoryItem.Activity item : items) {
            activities.add(
                    new HistoricalAction.Activity(
                            activities.size() + 1,
                            item.type(),
                            Boolean.TRUE.equals(item.inferredType()),
                            item.title(),
                            item.description(),
                            item.location(),
                            Optional.ofNullable(item.hostCountry())
                                    .flatMap(HistoryPlan::anyCountry)
                                    .orElse(null)));
        }
        return activities;
    }

    private static HistoricalAction.Institution institution(
            HistoryItem.Partner partner, @Nullable String country) {
        return new HistoricalAction.Institution(
                texts(String.valueOf(partner.name()).strip(), partner.originalName()),
                partner.acronym(),
                list(partner.aliases()).stream()
                        .map(alias -> alias.replaceFirst("\\s*\\([^)]*\\)\\s*$", "").strip())
                        .toList(),
                "government".equals(partner.kind()) ? "PUBLIC_AUTHORITY" : null,
                level(partner.level()),
                country);
    }

    private static @Nullable String level(@Nullable String level) {
        return switch (level) {
            case "municipal" -> "LOCAL";
            case "state" -> "REGIONAL";
            case "national" -> "NATIONAL";
            case null, default -> null;
        };
    }

    /**
     * A registered institution, one met in an earlier row, or a new one named by what it is called.
     */
    private String institutionId(HistoricalAction.Institution institution) {
        List<String> names = names(institution);
        Set<String> normalised = InstitutionDirectory.normalised(names);
        Optional<String> registered = known.institution(institution.country(), names);
        if (registered.isPresent()) {
            return registered.get();
        }
        for (NewInstitution earlier : newInstitutions) {
            if (Objects.equals(earlier.country(), institution.country())
                    && earlier.names().stream().anyMatch(normalised::contains)) {
                earlier.names().addAll(normalised);
                return earlier.id();
            }
        }
        String name = String.valueOf(institution.name().get("en"));
        String id =
                nameBased(
                        "institution "
                                + institution.country()
                                + " "
                                + String.join(" ", InstitutionDirectory.normalised(List.of(name))));
        newInstitutions.add(new NewInstitution(id, institution.country(), normalised));
        return id;
    }

    private static List<String> names(HistoricalAction.Institution institution) {
        return Stream.of(
                        institution.name().values().stream(),
                        institution.aliases().stream(),
                        Stream.ofNullable(institution.acronym()))
                .flatMap(all -> all)
                .toList();
    }

    private static Map<String, String> texts(String english, @Nullable String original) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("en", english);
        if (original != null && !original.isBlank()) {
            texts.put("original", original);
        }
        return texts;
    }

    private static Optional<String> typeCode(String printed) {
        return CodeList.TYPES_OF_ASSISTANCE
                .byLabel(printed)
                .or(() -> CodeList.TYPES_OF_ASSISTANCE.find(printed))
                .map(CodeList.Entry::code);
    }

    /** A partner country or a Member State; EU texts write EL for Greece. */
    private static Optional<String> anyCountry(String code) {
        String iso = code.equals("EL") ? "GR" : code;
        return Countries.find(iso).isPresent() || MemberStates.find(iso).isPresent()
                ? Optional.of(iso)
                : Optional.empty();
    }

    private static boolean ongoing(HistoryItem item) {
        String status = item.status() == null ? "" : item.status().toLowerCase(Locale.ROOT);
        return GOING_ON.stream().anyMatch(status::contains);
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static <T> List<T> list(@Nullable List<T> list) {
        return list == null ? List.of() : list.stream().filter(Objects::nonNull).toList();
    }
}
