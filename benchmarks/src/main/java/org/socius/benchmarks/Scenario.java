package org.socius.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Several ways to do one job, run in turn round by round in one process, so that whatever disturbs
 * the machine disturbs all alike. The first round is not counted. What counts is the ratio to the
 * reference of the same round: its median, with the least and the greatest.
 */
final class Scenario {

    private static final double MICROS = 1_000;

    private final String name;
    private final String reference;
    private final Map<String, Variant> variants = new LinkedHashMap<>();

    /** One way to do the job. */
    @FunctionalInterface
    interface Variant {

        /**
         * Does the job once, on fresh data, and checks its own answer.
         *
         * @param latencies takes nanoseconds per operation
         * @return what was done
         */
        Work run(Histogram latencies) throws Exception;
    }

    /**
     * @param events how many events went through
     * @param nanos how long it took, without preparation and checks
     */
    record Work(long events, long nanos) {
        double perSecond() {
            return events / (nanos / 1e9);
        }
    }

    private record Result(List<Double> rates, Histogram latencies) {}

    Scenario(String name, String reference) {
        this.name = name;
        this.reference = reference;
    }

    Scenario with(String variant, Variant how) {
        variants.put(variant, how);
        return this;
    }

    void run(int rounds) throws Exception {
        Map<String, Result> results = new LinkedHashMap<>();
        variants.keySet()
                .forEach(
                        v ->
                                results.put(
                                        v,
                                        new Result(new ArrayList<>(), new ConcurrentHistogram(3))));
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Variant> variant : variants.entrySet()) {
                Histogram latencies = new ConcurrentHistogram(3);
                Work work = variant.getValue().run(latencies);
                if (round > 0) {
                    Result result = of(results, variant.getKey());
                    result.rates().add(work.perSecond());
                    result.latencies().add(latencies);
                    print(variant.getKey(), round, work, latencies);
                }
            }
        }
        table(results);
    }

    private static Result of(Map<String, Result> results, String variant) {
        Result result = results.get(variant);
        if (result == null) {
            throw new IllegalStateException("No variant " + variant);
        }
        return result;
    }

    private void print(String variant, int round, Work work, Histogram latencies) {
        System.err.printf(
                Locale.ROOT,
                "{\"scenario\":\"%s\",\"variant\":\"%s\",\"round\":%d,\"events\":%d,\"seconds\":%.3f,\"p50us\":%.0f,\"p99us\":%.0f}%n",
                name,
                variant,
                round,
                work.events(),
                work.nanos() / 1e9,
                latencies.getValueAtPercentile(50) / MICROS,
                latencies.getValueAtPercentile(99) / MICROS);
    }

    private void table(Map<String, Result> results) {
        List<Double> limit = of(results, reference).rates();
        System.out.printf("%n## %s%n%n", name);
        System.out.println(
                "| variant | ratio to "
                        + reference
                        + " (least to greatest) | events/s | p50 µs | p99 µs | p99.9 µs |");
        System.out.println("|---|---|---|---|---|---|");
        results.forEach(
                (variant, result) -> {
                    List<Double> ratios = new ArrayList<>();
                    for (int i = 0; i < limit.size(); i++) {
                        ratios.add(result.rates().get(i) / limit.get(i));
                    }
                    System.out.printf(
                            Locale.ROOT,
                            "| %s | **%.2f** (%.2f to %.2f) | %.0f | %.0f | %.0f | %.0f |%n",
                            variant,
                            median(ratios),
                            ratios.stream().min(Double::compare).orElse(0.0),
                            ratios.stream().max(Double::compare).orElse(0.0),
                            median(result.rates()),
                            result.latencies().getValueAtPercentile(50) / MICROS,
                            result.latencies().getValueAtPercentile(99) / MICROS,
                            result.latencies().getValueAtPercentile(99.9) / MICROS);
                });
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
