package io.benchstream.benchmarks.result;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one run of a benchmark found.
 *
 * @param benchmark its command, for example {@code benchmarks/scrape}
 * @param arguments of the command
 * @param at when it ended
 * @param environment what it ran on
 * @param figures by name; the unit is the name's last word, for example {@code worker.cpu_us} (µs
 *     of CPU for a sample) or {@code vmagent.resident_mib}
 * @param distributions of times, by name
 */
public record Result(
    String benchmark,
    List<String> arguments,
    Instant at,
    Environment environment,
    SortedMap<String, Double> figures,
    SortedMap<String, Distribution> distributions) {
  public Result {
    arguments = List.copyOf(arguments);
    // NaN and infinity are no JSON, and no figures either.
    TreeMap<String, Double> finite = new TreeMap<>(figures);
    finite.values().removeIf(value -> !Double.isFinite(value));
    figures = Collections.unmodifiableSortedMap(finite);
    distributions = Collections.unmodifiableSortedMap(new TreeMap<>(distributions));
  }

  /** A figure; empty where it was not measured. */
  public OptionalDouble figure(String name) {
    Double value = figures.get(name);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The command as it was given. */
  public String command() {
    return String.join(" ", benchmark, String.join(" ", arguments)).strip();
  }
}
