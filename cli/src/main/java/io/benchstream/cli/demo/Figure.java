package io.benchstream.cli.demo;

import java.util.OptionalDouble;

/**
 * One value of a KPI over the whole benchmark, beside what else is known of it.
 *
 * @param kpi name of the KPI
 * @param stat which of its values: value, p50, avg, ...
 * @param unit unit of all values here
 * @param value Benchstream's; empty where it did not come
 * @param bucketWidth how far the value of a quantile may be from the truth; 0 for any other value,
 *     NaN where the bucket is open
 * @param truth the simulator's; empty where nobody knows it
 * @param store VictoriaMetrics' answer to the recipe's query; empty where there is none
 */
record Figure(
    String kpi,
    String stat,
    String unit,
    OptionalDouble value,
    double bucketWidth,
    OptionalDouble truth,
    OptionalDouble store) {

  /** Sums of doubles in another order differ in the last digits. */
  private static final double ROUNDING = 1e-9;

  /** What the comparison with the truth came to. */
  enum Verdict {
    AGREES,
    DIFFERS,
    /** Benchstream has no value. */
    MISSING,
    /** There is no truth to compare with. */
    UNCHECKED
  }

  Verdict verdict() {
    if (value.isEmpty()) {
      return Verdict.MISSING;
    }
    if (truth.isEmpty()) {
      return Verdict.UNCHECKED;
    }
    double known = truth.getAsDouble();
    if (Double.isNaN(bucketWidth)) {
      return known >= value.getAsDouble() ? Verdict.AGREES : Verdict.DIFFERS;
    }
    double allowed = bucketWidth + ROUNDING * Math.max(1, Math.abs(known));
    return Math.abs(value.getAsDouble() - known) <= allowed ? Verdict.AGREES : Verdict.DIFFERS;
  }
}
