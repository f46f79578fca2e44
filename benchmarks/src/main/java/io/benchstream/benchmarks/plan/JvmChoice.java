package io.benchstream.benchmarks.plan;

import java.util.List;
import java.util.Locale;

/** A way to run a worker's JVM: the same load and heap, another collector or object layout. */
public enum JvmChoice {
  SERIAL("serial", "-Xmn64m -XX:+UseSerialGC"),
  SERIAL_COMPACT(
      "serial, compact object headers", "-Xmn64m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders"),
  SERIAL_FIRST_COMPILER(
      "serial, first compiler only", "-Xmn64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"),
  PARALLEL("parallel", "-Xmn64m -XX:+UseParallelGC"),
  G1("G1", "-XX:+UseG1GC");

  private static final String HEAP = "-Xms208m -Xmx208m ";

  private final String label;
  private final String options;

  JvmChoice(String label, String options) {
    this.label = label;
    this.options = options;
  }

  /** In words. */
  public String label() {
    return label;
  }

  /** The options that make it. */
  public String options() {
    return options;
  }

  /** The name of its measurement. */
  public String stepName() {
    return "jvm-" + label.replace(",", "").replace(' ', '-').toLowerCase(Locale.ROOT);
  }

  Step step() {
    return new Step(
        stepName(),
        "jvm",
        "scrape",
        List.of("--peers", "none", "--worker-options", HEAP + options),
        List.of("--warm-up", "2m", "--measure", "45s"),
        List.of("--warm-up", "20s", "--measure", "10s"));
  }
}
