package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.Plan;
import java.util.List;
import java.util.OptionalDouble;

/** Worker with publisher, and the peers that scrape and write themselves. */
final class PublisherSection implements Section {
  @Override
  public String name() {
    return "publisher";
  }

  @Override
  public String markdown(Results results) {
    MarkdownTable table =
        new MarkdownTable(
            "offered",
            "",
            "worker",
            "publisher",
            "both",
            "vmagent",
            "Prometheus",
            "both / vmagent",
            "both / Prometheus");
    rows(table, results, Plan.PUBLISHER_LOW, "100,000/s");
    rows(table, results, Plan.PUBLISHER_HIGH, "500,000/s");
    return table
        + "\n"
        + Provenance.of(results, List.of(Plan.PUBLISHER_LOW, Plan.PUBLISHER_HIGH))
        + sent(results);
  }

  private static void rows(MarkdownTable table, Results results, String step, String offered) {
    OptionalDouble both =
        Figures.sum(
            results.figure(step, "worker.cpu_us"), results.figure(step, "publisher.cpu_us"));
    table.row(
        offered,
        "CPU for a sample, µs",
        results.text(step, "worker.cpu_us", "%.3f"),
        results.text(step, "publisher.cpu_us", "%.3f"),
        Figures.text(both, "%.3f"),
        results.text(step, "vmagent.cpu_us", "%.3f"),
        results.text(step, "prometheus.cpu_us", "%.3f"),
        ratio(results, step, both, "vmagent"),
        ratio(results, step, both, "prometheus"));
    table.row(
        "",
        "samples a second",
        results.text(step, "worker.samples_per_second", "%,.0f"),
        results.text(step, "publisher.samples_per_second", "%,.0f"),
        "",
        results.text(step, "vmagent.samples_per_second", "%,.0f"),
        results.text(step, "prometheus.samples_per_second", "%,.0f"),
        "",
        "");
    table.row(
        "",
        "of what it took, sent to the sink",
        "",
        "",
        "",
        results.text(step, "vmagent.sent_percent", "%.1f %%"),
        results.text(step, "prometheus.sent_percent", "%.1f %%"),
        "",
        "");
    table.row(
        "",
        "resident memory, MiB",
        results.text(step, "worker.resident_mib", "%,.0f"),
        results.text(step, "publisher.resident_mib", "%,.0f"),
        Figures.text(
            Figures.sum(
                results.figure(step, "worker.resident_mib"),
                results.figure(step, "publisher.resident_mib")),
            "%,.0f"),
        results.text(step, "vmagent.resident_mib", "%,.0f"),
        results.text(step, "prometheus.resident_mib", "%,.0f"),
        "",
        "");
  }

  private static String ratio(Results results, String step, OptionalDouble both, String peer) {
    return KeptUp.ratio(
        results,
        step,
        List.of(peer, "worker", "publisher"),
        Figures.ratio(both, results.figure(step, peer + ".cpu_us")),
        "%.2f");
  }

  private static String sent(Results results) {
    return " At 500,000/s the publisher sent %s bytes for a sample, was %s s behind, and %s requests failed; the broker took %s µs of CPU for a sample."
        .formatted(
            results.text(Plan.PUBLISHER_HIGH, "publisher.bytes_per_sample", "%.1f"),
            results.text(Plan.PUBLISHER_HIGH, "publisher.lag_seconds", "%.2f"),
            results.text(Plan.PUBLISHER_HIGH, "publisher.requests_failed", "%.0f"),
            results.text(Plan.PUBLISHER_HIGH, "broker.cpu_us", "%.3f"));
  }
}
