package org.socius.contracts.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The closed lists of codes. A retired code stays valid on old records and in filters (R28). */
public enum CodeList {
    TYPES_OF_ASSISTANCE("types-of-assistance"),
    THEMES("themes"),
    ACTIVITY_TYPES("activity-types"),
    MODALITIES("modalities"),
    EXPERT_CATEGORIES("expert-categories"),
    EXPERTISE_AREAS("expertise-areas"),
    INSTITUTION_LEVELS("institution-levels"),
    LEGAL_NATURES("legal-natures"),
    REQUEST_REASONS("request-reasons"),
    CONTRIBUTION_KINDS("contribution-kinds"),
    ACTIVITY_CANCELLATION_REASONS("activity-cancellation-reasons"),
    OUTCOME_LEVELS("outcome-levels"),
    MARKERS("markers"),
    DIRECT_APPOINTMENT_JUSTIFICATIONS("direct-appointment-justifications");

    /**
     * One code of a list.
     *
     * @param active false for a retired or historical value: not for new records
     */
    public record Entry(String code, String label, boolean active) {}

    private final String listName;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    CodeList(String listName) {
        this.listName = listName;
        for (Map<String, String> row : Csv.read(listName + ".csv")) {
            String code = Csv.value(row, "code");
            entries.put(
                    code,
                    new Entry(
                            code, Csv.value(row, "label"), Csv.value(row, "active").equals("yes")));
        }
    }

    /** The name under which the list is offered to clients. */
    public String listName() {
        return listName;
    }

    /**
     * True for a code that may stand on a new record. An expertise area is a letter of the list,
     * optionally followed by a number.
     */
    public boolean contains(String code) {
        String known = this == EXPERTISE_AREAS ? code.replaceFirst("\\d{1,3}$", "") : code;
        Entry entry = entries.get(known);
        return entry != null && entry.active();
    }

    /** The entry of a code, retired ones included. */
    public Optional<Entry> find(String code) {
        return Optional.ofNullable(entries.get(code));
    }

    /** The entry with this label, spelt exactly as printed. */
    public Optional<Entry> byLabel(String label) {
        return entries.values().stream().filter(entry -> entry.label().equals(label)).findFirst();
    }

    /** All entries in the order of the list. */
    public List<Entry> entries() {
        return new ArrayList<>(entries.values());
    }
}
