package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.Plan;
import io.benchstream.benchmarks.result.Distribution;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The aggregator beside a worker, on the same samples. */
final class AggregatorSection implements Section {
  private static final String STEP = Plan.AGGREGATOR;

  @Override
  public String name() {
    return "aggregator";
  }

  @Override
  public String markdown(Results results) {
    Optional<Distribution> delays = results.distribution(STEP, "window_end_to_kpi");
    OptionalDouble p99 =
        delays.isPresent() ? OptionalDouble.of(delays.get().p99()) : OptionalDouble.empty();
    MarkdownTable table = new MarkdownTable("", "measured", "wanted");
    table
        .row("samples a second", results.text(STEP, "aggregator.samples_per_second", "%,.0f"), "")
        .row(
            "scrapes counted", results.text(STEP, "aggregator.counted_percent", "%.2f %%"), "100 %")
        .row(
            "CPU for a scraped sample",
            results.text(STEP, "aggregator.cpu_us", "%.3f µs"),
            "0.10 µs")
        .row(
            "of it the JIT compilers'",
            results.text(STEP, "aggregator.compilers_us", "%.3f µs"),
            "")
        .row("CPU for a sample, the worker", results.text(STEP, "worker.cpu_us", "%.3f µs"), "")
        .row(
            "aggregator / worker",
            KeptUp.ratio(
                results,
                STEP,
                List.of("aggregator", "worker"),
                Figures.ratio(
                    results.figure(STEP, "aggregator.cpu_us"),
                    results.figure(STEP, "worker.cpu_us")),
                "%.2f"),
            "at most 0.5")
        .row("final KPI after window's end and grace, p99", Figures.text(p99, "%.0f ms"), "1 s")
        .row(
            "state of a target, default recipes",
            results.text(STEP, "aggregator.state_kib_per_target", "%.1f KiB"),
            "at most 10 KiB")
        .row("resident memory", results.text(STEP, "aggregator.resident_mib", "%.0f MiB"), "")
        .row("heap in use", results.text(STEP, "aggregator.heap_mib", "%.0f MiB"), "");
    return table + "\n" + Provenance.of(results, List.of(STEP));
  }
}
