package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.Plan;
import java.util.List;

/** Many targets on one worker. */
final class TargetsSection implements Section {
  private static final String STEP = Plan.TEN_THOUSAND;

  @Override
  public String name() {
    return "targets";
  }

  @Override
  public String markdown(Results results) {
    MarkdownTable table = new MarkdownTable("", "measured", "wanted");
    table
        .row(
            "samples a second", results.text(STEP, "worker.samples_per_second", "%,.0f"), "200,000")
        .row("CPU for a sample", results.text(STEP, "worker.cpu_us", "%.3f µs"), "")
        .row(
            "resident memory, peak",
            results.text(STEP, "worker.resident_mib", "%.0f MiB"),
            "700 MiB")
        .row("heap in use", results.text(STEP, "worker.heap_mib", "%.0f MiB"), "")
        .row("late or not made", results.text(STEP, "worker.scrapes_late_percent", "%.3f %%"), "");
    return table + "\n" + Provenance.of(results, List.of(STEP));
  }
}
