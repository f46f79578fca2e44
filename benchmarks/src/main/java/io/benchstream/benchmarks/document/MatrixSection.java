package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Worker and peers over rates, pages, values and compression: those combinations that were run. */
final class MatrixSection implements Section {
  @Override
  public String name() {
    return "matrix";
  }

  @Override
  public String markdown(Results results) {
    MarkdownTable table =
        new MarkdownTable(
            "series on a page",
            "values",
            "page",
            "offered",
            "worker: samples/s, µs, MiB",
            "of its µs the JIT compilers'",
            "vmagent",
            "Prometheus",
            "vmagent / worker",
            "Prometheus / worker",
            "at");
    List<String> steps = new ArrayList<>();
    for (Scenario scenario : Scenario.all()) {
      if (scenario.essential() || results.of(scenario.name()).isPresent()) {
        steps.add(scenario.name());
        row(table, results, scenario);
      }
    }
    return table + "\n" + Provenance.of(results, steps);
  }

  private static void row(MarkdownTable table, Results results, Scenario scenario) {
    String step = scenario.name();
    table.row(
        String.format(Locale.ROOT, "%,d", scenario.page().series()),
        scenario.values().label(),
        scenario.gzip() ? "gzip" : "plain",
        String.format(Locale.ROOT, "%,d/s", scenario.rate().samples()),
        program(results, step, "worker"),
        results.text(step, "worker.compilers_us", "%.3f"),
        program(results, step, "vmagent"),
        program(results, step, "prometheus"),
        ratio(results, step, "vmagent"),
        ratio(results, step, "prometheus"),
        results.of(step).isEmpty()
            ? ""
            : scenario.rate() == Scenario.Rate.HIGH ? "one by one" : "the same time");
  }

  private static String program(Results results, String step, String name) {
    if (results.figure(step, name + ".cpu_us").isEmpty()) {
      return Figures.NOT_MEASURED;
    }
    return "%s, %s, %s"
        .formatted(
            results.text(step, name + ".samples_per_second", "%,.0f"),
            results.text(step, name + ".cpu_us", "%.3f"),
            results.text(step, name + ".resident_mib", "%,.0f"));
  }

  private static String ratio(Results results, String step, String peer) {
    return KeptUp.ratio(
        results,
        step,
        List.of(peer, "worker"),
        Figures.ratio(
            results.figure(step, peer + ".cpu_us"), results.figure(step, "worker.cpu_us")),
        "%.1f");
  }
}
