package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.Plan;
import io.benchstream.benchmarks.result.Distribution;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How long each way through the system takes: quantiles, and the distribution as bars. */
final class LatencySection implements Section {
  @Override
  public String name() {
    return "latency";
  }

  /**
   * A way.
   *
   * @param missing the figure of how many did not arrive; empty where one would have ended the run
   */
  private record Way(
      String words, String step, String distribution, String missing, String wanted) {}

  private static final List<Way> WAYS =
      List.of(
          new Way("event → first sample", Plan.EVENTS, "event_to_sample", "", "p99 1 s"),
          new Way("event → vmagent reloaded", Plan.EVENTS, "event_to_vmagent", "", "p99 2 s"),
          new Way(
              "scrape → found in VictoriaMetrics, flushed before each query",
              Plan.STORED,
              "scrape_to_stored",
              "stored.missing",
              ""),
          new Way("window end + grace → KPI", Plan.AGGREGATOR, "window_end_to_kpi", "", "p99 1 s"));

  @Override
  public String markdown(Results results) {
    MarkdownTable table =
        new MarkdownTable(
            "",
            "times",
            "missing",
            "min",
            "p50",
            "p90",
            "p99",
            "p99.9",
            "max",
            "wanted",
            "distribution");
    for (Way way : WAYS) {
      Optional<Distribution> measured = results.distribution(way.step, way.distribution);
      if (measured.isEmpty()) {
        table.row(way.words, Figures.NOT_MEASURED, "", "", "", "", "", "", "", way.wanted, "");
        continue;
      }
      Distribution of = measured.get();
      table.row(
          way.words,
          String.format(Locale.ROOT, "%,d", of.count()),
          way.missing.isEmpty() ? "" : results.text(way.step, way.missing, "%,.0f"),
          millis(of.min()),
          millis(of.p50()),
          millis(of.p90()),
          millis(of.p99()),
          millis(of.p999()),
          millis(of.max()),
          way.wanted,
          Bars.of(of));
    }
    return table
        + "\n"
        + Provenance.of(results, List.of(Plan.EVENTS, Plan.STORED, Plan.AGGREGATOR));
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%,.0f ms", value);
  }
}
