package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.Axis;
import io.benchstream.benchmarks.plan.Plan;
import io.benchstream.benchmarks.plan.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What a million targets would need, on paper: the figures, each multiplied. */
final class MillionSection implements Section {
  private static final double TARGETS = 1_000_000;
  private static final double SERIES = 300;
  private static final double INTERVAL_SECONDS = 15;
  private static final double SAMPLES = TARGETS * SERIES / INTERVAL_SECONDS;
  private static final double SCRAPES = TARGETS / INTERVAL_SECONDS;
  private static final int REPLICAS = 3;
  private static final double RETENTION_SECONDS = 3 * 86_400;
  private static final double GIB = 1L << 30;
  private static final String SCRAPE = Scenario.usual().name();

  @Override
  public String name() {
    return "million";
  }

  @Override
  public String markdown(Results results) {
    MarkdownTable table = new MarkdownTable("what", "needed", "origin");
    perSample(table, results, "workers, CPU", SCRAPE, "worker.cpu_us");
    Growth heap = GrowthCurve.of(results, Axis.TARGETS, "heap_mib").growth();
    table.row(
        "workers, heap in use",
        Double.isNaN(heap.perUnit())
            ? Figures.NOT_MEASURED
            : "%s GiB".formatted(Figures.digits(heap.perUnit() * TARGETS / 1_024)),
        "%s KiB for a target: the slope over `growth-targets-*`, pages of 300 series"
            .formatted(
                Double.isNaN(heap.perUnit())
                    ? Figures.NOT_MEASURED
                    : Figures.digits(heap.perUnit() * 1_024)));
    perSample(table, results, "brokers, CPU, one replica", SCRAPE, "broker.cpu_us");
    bytes(table, results);
    pages(table, results);
    perSample(table, results, "publishers, CPU", Plan.PUBLISHER_HIGH, "publisher.cpu_us");
    network(table, results, "publishers to the store", Plan.PUBLISHER_HIGH);
    perSample(table, results, "aggregators, CPU", Plan.AGGREGATOR, "aggregator.cpu_us");
    OptionalDouble state = results.figure(Plan.AGGREGATOR, "aggregator.state_kib_per_target");
    table.row(
        "aggregators, state",
        times(state, TARGETS * 1_024 / GIB, "%,.0f GiB"),
        "%s for a target, `aggregator`".formatted(Figures.text(state, "%.1f KiB")));
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

  private static void perSample(
      MarkdownTable table, Results results, String what, String step, String figure) {
    OptionalDouble micros = results.figure(step, figure);
    table.row(
        what,
        times(micros, SAMPLES / 1e6, "%,.1f cores, fully used"),
        "%s for a sample, `%s`".formatted(Figures.text(micros, "%.3f µs"), step));
  }

  private static void bytes(MarkdownTable table, Results results) {
    OptionalDouble bytes = results.figure(SCRAPE, "kafka.bytes_per_sample");
    String origin = "%s bytes for a sample, `%s`".formatted(Figures.text(bytes, "%.2f"), SCRAPE);
    table.row("network, workers to brokers", times(bytes, SAMPLES / 1e6, "%,.0f MB/s"), origin);
    table.row(
        "network between brokers",
        times(bytes, SAMPLES * (REPLICAS - 1) / 1e6, "%,.0f MB/s"),
        origin + "; %d replicas".formatted(REPLICAS));
    table.row(
        "network, brokers to publishers and aggregators",
        times(bytes, SAMPLES * 2 / 1e6, "%,.0f MB/s"),
        origin + "; one destination");
    table.row(
        "brokers' disk",
        times(bytes, SAMPLES * REPLICAS * RETENTION_SECONDS / 1e12, "%,.1f TB"),
        origin + "; %d replicas, 3 days".formatted(REPLICAS));
  }

  private static void pages(MarkdownTable table, Results results) {
    for (String form : List.of("plain", "gzip")) {
      OptionalDouble page = results.figure(SCRAPE, "load.page_%s_bytes".formatted(form));
      OptionalDouble bytes = Figures.ratio(page, results.figure(SCRAPE, "load.series"));
      table.row(
          "network, targets to workers, " + form,
          times(bytes, SAMPLES / 1e6, "%,.0f MB/s"),
          "%s bytes for a sample: the page of `%s`".formatted(Figures.text(bytes, "%.1f"), SCRAPE));
    }
  }

  private static void network(MarkdownTable table, Results results, String what, String step) {
    OptionalDouble bytes = results.figure(step, "publisher.bytes_per_sample");
    table.row(
        "network, " + what,
        times(bytes, SAMPLES / 1e6, "%,.0f MB/s"),
        "%s bytes for a sample, Snappy, `%s`".formatted(Figures.text(bytes, "%.1f"), step));
  }

  private static String times(OptionalDouble figure, double factor, String pattern) {
    return Figures.text(
        figure.isPresent()
            ? OptionalDouble.of(figure.getAsDouble() * factor)
            : OptionalDouble.empty(),
        pattern);
  }
}
