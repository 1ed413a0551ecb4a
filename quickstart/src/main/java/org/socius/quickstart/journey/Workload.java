package org.socius.quickstart.journey;

import java.util.List;
import java.util.Map;

/** Working days of a position by phase, as contracted and as worked. */
public record Workload(int preparation, int implementation, int delivery) {

    /** As terms of reference and contract have it. */
    public Map<String, Object> days() {
        return Map.of(
                "preparation", preparation,
                "implementation", implementation,
                "delivery", delivery);
    }

    /** All phases together. */
    public int total() {
        return preparation + implementation + delivery;
    }

    /**
     * As the record of working days has it.
     *
     * @param from first day of the delivery
     * @param to its last day
     */
    public Map<String, Object> worked(String from, String to) {
        return Map.of(
                "entries",
                List.of(
                        Map.of("phase", "preparation", "days", preparation),
                        Map.of("phase", "implementation", "days", implementation),
                        Map.of("phase", "delivery", "days", delivery, "from", from, "to", to)));
    }
}
