package io.benchstream.benchmarks.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A way to run a service's JVM: the same load and heap, another collector, object layout or
 * compiler.
 */
public enum JvmChoice {
  SERIAL("worker", "serial", "-Xmn60m -XX:+UseSerialGC"),
  SERIAL_COMPACT(
      "worker",
      "serial, compact object headers",
      "-Xmn60m -XX:+UseSerialGC -XX:+UseCompactObjectHeaders"),
  SERIAL_FIRST_COMPILER(
      "worker", "serial, first compiler only", "-Xmn60m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"),
  PARALLEL("worker", "parallel", "-Xmn60m -XX:+UseParallelGC"),
  G1("worker", "G1", "-XX:+UseG1GC"),
  PUBLISHER_BOTH_COMPILERS("publisher", "serial, both compilers", "-XX:+UseSerialGC"),
  PUBLISHER_FIRST_COMPILER(
      "publisher", "serial, first compiler only", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");

  private static final String WORKER_HEAP = "-Xms204m -Xmx204m ";
  private static final String PUBLISHER_HEAP = "-Xms128m -Xmx256m ";

  private final String program;
  private final String label;
  private final String options;

  JvmChoice(String program, String label, String options) {
    this.program = program;
    this.label = label;
    this.options = options;
  }

  /** The service, as its figures call it. */
  public String program() {
    return program;
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
    return "jvm-%s-%s"
        .formatted(program, label.replace(",", "").replace(' ', '-').toLowerCase(Locale.ROOT));
  }

  Step step() {
    boolean worker = program.equals("worker");
    List<String> arguments = new ArrayList<>(List.of("--rate", "500000", "--peers", "none"));
    arguments.add("--%s-options".formatted(program));
    arguments.add((worker ? WORKER_HEAP : PUBLISHER_HEAP) + options);
    return new Step(
        stepName(),
        "jvm",
        worker ? "scrape" : "publisher",
        arguments,
        // What the second compiler takes falls with time, and of publishers it is in question.
        List.of("--warm-up", worker ? "90s" : "4m", "--measure", "45s"),
        List.of("--warm-up", "20s", "--measure", "10s"));
  }
}
