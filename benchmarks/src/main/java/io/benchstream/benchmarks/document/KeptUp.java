package io.benchstream.benchmarks.document;

import java.util.List;
import java.util.OptionalDouble;

/**
 * Whether the programs of a comparison did all of the work. One that leaves some of it out, or
 * takes it and does not send it on, looks cheap; it is told how much it did in place of a ratio.
 */
final class KeptUp {
  /** Share of the offered load that counts as all of it: a window cuts some scrapes in two. */
  private static final double ENOUGH = 0.98;

  private KeptUp() {}

  /** The share of the offered load that a program handled and sent on; empty where unknown. */
  static OptionalDouble share(Results results, String step, String program) {
    OptionalDouble handled =
        Figures.ratio(
            results.figure(step, program + ".samples_per_second"),
            results.figure(step, "load.samples_per_second"));
    OptionalDouble sent = results.figure(step, program + ".sent_percent");
    if (handled.isEmpty() || sent.isEmpty()) {
      return handled.isPresent() ? handled : Figures.ratio(sent, OptionalDouble.of(100));
    }
    // What it did not take it cannot have sent.
    return OptionalDouble.of(
        Math.min(1, handled.getAsDouble()) * Math.min(1, sent.getAsDouble() / 100));
  }

  /**
   * A ratio of a peer and the programs it is compared with, as text; where one of them did not keep
   * up, that in its place.
   */
  static String ratio(
      Results results, String step, List<String> programs, OptionalDouble ratio, String pattern) {
    for (String program : programs) {
      OptionalDouble share = share(results, step, program);
      if (share.isPresent() && share.getAsDouble() < ENOUGH) {
        return "%s keeps up with %.0f %%".formatted(program, 100 * share.getAsDouble());
      }
    }
    return Figures.text(ratio, pattern);
  }
}
