package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.Plan;
import io.benchstream.benchmarks.plan.Scenario;
import java.util.List;
import java.util.OptionalDouble;

/** Worker and peers on the load that the goals are stated for. */
final class ScrapeSection implements Section {
  private static final String STEP = Scenario.usual().name();
  private static final String TOGETHER = Plan.SAME_MINUTE;

  @Override
  public String name() {
    return "scrape";
  }

  @Override
  public String markdown(Results results) {
    MarkdownTable table = new MarkdownTable("", "worker", "vmagent", "Prometheus", "wanted");
    table.row(cells(results, "samples a second", "samples_per_second", "%,.0f", "500,000"));
    table.row(
        "of what it took, sent to the sink",
        "",
        results.text(STEP, "vmagent.sent_percent", "%.1f %%"),
        results.text(STEP, "prometheus.sent_percent", "%.1f %%"),
        "100 %");
    table.row(cells(results, "CPU for a sample", "cpu_us", "%.3f µs", ""));
    table.row(
        "times the worker's",
        "",
        ratio(results, STEP, "vmagent"),
        ratio(results, STEP, "prometheus"),
        "5 times");
    table.row(
        "CPU for a sample, both over the same minute",
        results.text(TOGETHER, "worker.cpu_us", "%.3f µs"),
        results.text(TOGETHER, "vmagent.cpu_us", "%.3f µs"),
        "",
        "");
    table.row(
        "times the worker's, over the same minute",
        "",
        ratio(results, TOGETHER, "vmagent"),
        "",
        "5 times");
    table.row(cells(results, "resident memory, peak", "resident_mib", "%.0f MiB", "400 MiB"));
    table.row(own(results, "CPU of the JIT compilers in it", "worker.compilers_us", "%.3f µs", ""));
    table.row(
        own(results, "the broker's CPU for a sample, beside it", "broker.cpu_us", "%.3f µs", ""));
    table.row(own(results, "heap in use", "worker.heap_mib", "%.0f MiB", ""));
    table.row(own(results, "heap at most", "worker.heap_limit_mib", "%.0f MiB", ""));
    table.row(own(results, "bytes for a sample in Kafka", "kafka.bytes_per_sample", "%.1f", "6"));
    table.row(
        own(
            results,
            "scrapes more than 100 ms late, or not made",
            "worker.scrapes_late_percent",
            "%.3f %%",
            "0"));
    table.row(own(results, "scrapes failed", "worker.scrapes_failed_percent", "%.3f %%", "0"));
    return table + "\n" + Provenance.of(results, List.of(STEP, TOGETHER));
  }

  private static String[] cells(
      Results results, String head, String figure, String pattern, String wanted) {
    return new String[] {
      head,
      results.text(STEP, "worker." + figure, pattern),
      results.text(STEP, "vmagent." + figure, pattern),
      results.text(STEP, "prometheus." + figure, pattern),
      wanted
    };
  }

  private static String[] own(
      Results results, String head, String figure, String pattern, String wanted) {
    return new String[] {head, results.text(STEP, figure, pattern), "", "", wanted};
  }

  private static String ratio(Results results, String step, String peer) {
    OptionalDouble ratio =
        Figures.ratio(
            results.figure(step, peer + ".cpu_us"), results.figure(step, "worker.cpu_us"));
    return KeptUp.ratio(results, step, List.of(peer, "worker"), ratio, "%.1f");
  }
}
