package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.Axis;
import io.benchstream.benchmarks.plan.Plan;
import io.benchstream.benchmarks.plan.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a million targets would need, on paper: the figures, each multiplied. Nothing that grows
 * otherwise than linearly is.
 */
final class MillionSection implements Section {
  private static final double TARGETS = 1_000_000;
  private static final double SERIES = 300;
  private static final double INTERVAL_SECONDS = 15;
  private static final double SAMPLES = TARGETS * SERIES / INTERVAL_SECONDS;
  private static final double SCRAPES = TARGETS / INTERVAL_SECONDS;

  /** Publishers with one destination, and aggregators. */
  private static final int CONSUMERS = 2;

  private static final double GIB = 1L << 30;

  /** The same targets as the million's, as many of them as were measured. */
  private static final double MOST = 10_000;

  private static final String LARGEST = Axis.TARGETS.stepName("10000");
  private static final String SCRAPE = Scenario.usual().name();

  @Override
  public String name() {
    return "million";
  }

  @Override
  public String markdown(Results results) {
    MarkdownTable table = new MarkdownTable("what", "needed", "origin");
    workers(table, results);
    MillionBrokers.rows(table, results, LARGEST, SAMPLES, CONSUMERS);
    pages(table, results);
    perSample(table, results, "publishers, CPU", Plan.PUBLISHER_HIGH, "publisher.cpu_us", "");
    OptionalDouble bytes = results.figure(Plan.PUBLISHER_HIGH, "publisher.bytes_per_sample");
    table.row(
        "network, publishers to the store",
        Figures.times(bytes, SAMPLES / 1e6, "%,.0f MB/s"),
        "%s bytes for a sample, Snappy, `%s`"
            .formatted(Figures.text(bytes, "%.1f"), Plan.PUBLISHER_HIGH));
    aggregators(table, results);
    List<String> steps = new ArrayList<>(List.of(SCRAPE, Plan.PUBLISHER_HIGH, Plan.AGGREGATOR));
    Axis.TARGETS.points().forEach(value -> steps.add(Axis.TARGETS.stepName(value)));
    return "%,.0f targets of %,.0f series every %.0f s are %,.0f samples and %,.0f scrapes a second.\n\n%s\n%s"
        .formatted(
            TARGETS,
            SERIES,
            INTERVAL_SECONDS,
            SAMPLES,
            SCRAPES,
            table,
            Provenance.of(results, steps));
  }

  private static void workers(MarkdownTable table, Results results) {
    OptionalDouble cores = results.figure(LARGEST, "worker.cores_without_compilers");
    table.row(
        "workers",
        cores.isPresent() ? "%,.0f".formatted(TARGETS / MOST) : Figures.NOT_MEASURED,
        "%,.0f targets on each, as in `%s`, which takes %s without compilers"
            .formatted(MOST, LARGEST, Figures.text(cores, "%.2f cores")));
    slope(
        table,
        results,
        "workers, CPU",
        "cores_without_compilers",
        1_000,
        "cores, fully used",
        "cores for 1,000 targets");
    slope(table, results, "workers, heap in use", "heap_mib", 1, "MiB", "MiB for a target");
  }

  /** A figure that grows linearly with targets is multiplied; of another one it is told how. */
  private static void slope(
      MarkdownTable table,
      Results results,
      String what,
      String figure,
      int targets,
      String needed,
      String origin) {
    Growth growth = GrowthCurve.of(results, Axis.TARGETS, figure).growth();
    String steps = "`%s`".formatted(Axis.TARGETS.stepName("*"));
    if (growth.verdict() == Growth.Verdict.TOO_FEW) {
      table.row(what, Figures.NOT_MEASURED, "the slope over " + steps);
    } else if (growth.verdict() == Growth.Verdict.LINEAR && growth.perUnit() > 0) {
      table.row(
          what,
          "%s %s".formatted(Figures.digits(growth.perUnit() * TARGETS), needed),
          "%s %s: the slope over %s"
              .formatted(Figures.digits(growth.perUnit() * targets), origin, steps));
    } else {
      table.row(
          what,
          "not told",
          "it is %s over %s, which cannot be multiplied"
              .formatted(growth.verdict().words(), steps));
    }
  }

  private static void perSample(
      MarkdownTable table,
      Results results,
      String what,
      String step,
      String figure,
      String remark) {
    OptionalDouble micros = results.figure(step, figure);
    table.row(
        what,
        Figures.times(micros, SAMPLES / 1e6, "%,.1f cores, fully used"),
        "%s for a sample, `%s`%s".formatted(Figures.text(micros, "%.3f µs"), step, remark));
  }

  private static void pages(MarkdownTable table, Results results) {
    for (String form : List.of("plain", "gzip")) {
      OptionalDouble page = results.figure(LARGEST, "load.page_%s_bytes".formatted(form));
      OptionalDouble bytes = Figures.ratio(page, results.figure(LARGEST, "load.series"));
      table.row(
          "network, targets to workers, " + form,
          Figures.times(bytes, SAMPLES / 1e6, "%,.0f MB/s"),
          "%s bytes for a sample: the page of `%s`"
              .formatted(Figures.text(bytes, "%.1f"), LARGEST));
    }
  }

  private static void aggregators(MarkdownTable table, Results results) {
    OptionalDouble feeding =
        Figures.ratio(
            results.figure(Plan.AGGREGATOR, "load.kpi_series"),
            results.figure(Plan.AGGREGATOR, "load.series"));
    perSample(
        table,
        results,
        "aggregators, CPU",
        Plan.AGGREGATOR,
        "aggregator.cpu_us",
        ", where %s of the series feed KPIs".formatted(Figures.times(feeding, 100, "%.0f %%")));
    OptionalDouble state = results.figure(Plan.AGGREGATOR, "aggregator.state_kib_per_target");
    table.row(
        "aggregators, state",
        Figures.times(state, TARGETS * 1_024 / GIB, "%,.0f GiB"),
        "%s for a target, `%s`".formatted(Figures.text(state, "%.1f KiB"), Plan.AGGREGATOR));
  }
}
