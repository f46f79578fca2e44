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
        .row("samples a second", text(results, "worker.samples_per_second", "%,.0f"), "200,000")
        .row("CPU for a sample", text(results, "worker.cpu_us", "%.3f µs"), "")
        .row("resident memory, peak", text(results, "worker.resident_mib", "%.0f MiB"), "700 MiB")
        .row("heap in use", text(results, "worker.heap_mib", "%.0f MiB"), "")
        .row("late or not made", text(results, "worker.scrapes_late_percent", "%.3f %%"), "");
    return table + "\n" + Provenance.of(results, List.of(STEP));
  }

  private static String text(Results results, String figure, String pattern) {
    return Figures.text(results.figure(STEP, figure), pattern);
  }
}
