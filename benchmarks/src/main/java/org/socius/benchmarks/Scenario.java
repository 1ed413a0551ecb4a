package org.socius.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Several ways to do one job, run round by round in one process, each round in another order, so
 * that whatever disturbs the machine, or is left behind by one of them, disturbs all alike. The
 * first round is not counted. What counts is the ratio to a reference of the same round: its
 * median, with the least and the greatest.
 */
final class Scenario {

    private static final double MICROS = 1_000;

    private final String name;
    private final List<String> references;
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

    private record Round(double rate, Histogram latencies) {
        double p99() {
            return latencies.getValueAtPercentile(99) / MICROS;
        }
    }

    /**
     * @param references variants that the others are compared with; a column of ratios each
     */
    Scenario(String name, String... references) {
        this.name = name;
        this.references = List.of(references);
    }

    Scenario with(String variant, Variant how) {
        variants.put(variant, how);
        return this;
    }

    void run(int rounds) throws Exception {
        Map<String, List<Round>> results = new LinkedHashMap<>();
        variants.keySet().forEach(variant -> results.put(variant, new ArrayList<>()));
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, Variant> variant : inOrderOf(round)) {
                Histogram latencies = new ConcurrentHistogram(3);
                Work work = variant.getValue().run(latencies);
                if (round > 0) {
                    of(results, variant.getKey()).add(new Round(work.perSecond(), latencies));
                    print(variant.getKey(), round, work, latencies);
                }
            }
        }
        table(results);
    }

    /**
     * Each round in another order, the same in each run: what one leaves behind meets every other.
     */
    private List<Map.Entry<String, Variant>> inOrderOf(int round) {
        List<Map.Entry<String, Variant>> order = new ArrayList<>(variants.entrySet());
        Collections.shuffle(order, new Random(round));
        return order;
    }

    private static List<Round> of(Map<String, List<Round>> results, String variant) {
        List<Round> rounds = results.get(variant);
        if (rounds == null) {
            throw new IllegalStateException("No variant " + variant);
        }
        return rounds;
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

    private void table(Map<String, List<Round>> results) {
        boolean timed =
                results.values().iterator().next().getFirst().latencies().getTotalCount() > 0;
        System.out.printf("%n## %s%n%n| variant |", name);
        references.forEach(reference -> System.out.printf(" ratio to %s |", reference));
        System.out.println(
                " events/s |" + (timed ? " p99 ratio | p50 µs | p99 µs | p99.9 µs |" : ""));
        System.out.println("|---".repeat(references.size() + (timed ? 6 : 2)) + "|");
        results.forEach(
                (variant, rounds) -> {
                    System.out.printf("| %s |", variant);
                    for (String reference : references) {
                        printRatio(rounds, of(results, reference));
                    }
                    System.out.printf(
                            Locale.ROOT,
                            " %.0f |",
                            median(rounds.stream().map(Round::rate).toList()));
                    if (timed) {
                        printLatencies(rounds, of(results, references.getFirst()));
                    }
                    System.out.println();
                });
    }

    private static void printRatio(List<Round> rounds, List<Round> reference) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < rounds.size(); i++) {
            ratios.add(rounds.get(i).rate() / reference.get(i).rate());
        }
        System.out.printf(
                Locale.ROOT,
                " **%.2f** (%.2f to %.2f) |",
                median(ratios),
                ratios.stream().min(Double::compare).orElse(0.0),
                ratios.stream().max(Double::compare).orElse(0.0));
    }

    private static void printLatencies(List<Round> rounds, List<Round> reference) {
        List<Double> ratios = new ArrayList<>();
        Histogram all = new Histogram(3);
        for (int i = 0; i < rounds.size(); i++) {
            ratios.add(rounds.get(i).p99() / reference.get(i).p99());
            all.add(rounds.get(i).latencies());
        }
        System.out.printf(
                Locale.ROOT,
                " %.2f | %.0f | %.0f | %.0f |",
                median(ratios),
                all.getValueAtPercentile(50) / MICROS,
                all.getValueAtPercentile(99) / MICROS,
                all.getValueAtPercentile(99.9) / MICROS);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(middle)
                : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
