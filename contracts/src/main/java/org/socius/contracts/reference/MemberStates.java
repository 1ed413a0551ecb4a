package org.socius.contracts.reference;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who was a Member State of the European Union when (R71). */
public final class MemberStates {

    private static final List<MemberState> ALL = new ArrayList<>();

    /**
     * @param from first day of membership
     * @param to last day of membership, or null while it lasts
     */
    public record MemberState(String iso2, String name, LocalDate from, @Nullable LocalDate to) {}

    static {
        for (Map<String, String> row : Csv.read("member-states.csv")) {
            String to = Csv.value(row, "to");
            ALL.add(
                    new MemberState(
                            Csv.value(row, "iso2"),
                            Csv.value(row, "name"),
                            LocalDate.parse(Csv.value(row, "from")),
                            to.isEmpty() ? null : LocalDate.parse(to)));
        }
    }

    private MemberStates() {}

    /** True if the country was a Member State on that day. */
    public static boolean isMember(String iso2, LocalDate on) {
        return find(iso2)
                .filter(s -> !on.isBefore(s.from()) && (s.to() == null || !on.isAfter(s.to())))
                .isPresent();
    }

    /** A present or former Member State. */
    public static Optional<MemberState> find(String iso2) {
        return ALL.stream().filter(state -> state.iso2().equals(iso2)).findFirst();
    }

    public static List<MemberState> all() {
        return List.copyOf(ALL);
    }
}
