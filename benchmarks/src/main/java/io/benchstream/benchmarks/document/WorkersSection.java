package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.Plan;
import java.util.List;

/** Workers that share a load. */
final class WorkersSection implements Section {
  private static final String STEP = Plan.WORKERS;

  @Override
  public String name() {
    return "workers";
  }

  @Override
  public String markdown(Results results) {
    MarkdownTable table =
        new MarkdownTable(
            "workers",
            "samples a second",
            "CPU for a sample, all of them",
            "of it the JIT compilers'",
            "times that of one",
            "largest share, 1 = even",
            "scrapes, lost, doubled",
            "while partitions moved: scrapes, lost, doubled",
            "resident memory, all of them");
    for (int workers : new int[] {1, 2, 4}) {
      String prefix = "workers_%d.".formatted(workers);
      table.row(
          Integer.toString(workers),
          results.text(STEP, prefix + "samples_per_second", "%,.0f"),
          results.text(STEP, prefix + "cpu_us", "%.3f µs"),
          results.text(STEP, prefix + "compilers_us", "%.3f µs"),
          KeptUp.ratio(
              results,
              STEP,
              List.of("workers_" + workers, "workers_1"),
              Figures.ratio(
                  results.figure(STEP, prefix + "cpu_us"),
                  results.figure(STEP, "workers_1.cpu_us")),
              "%.2f"),
          results.text(STEP, prefix + "largest_share", "%.2f"),
          lost(results, prefix, ""),
          workers == 1 ? "" : lost(results, prefix, "_in_moves"),
          results.text(STEP, prefix + "resident_mib", "%,.0f MiB"));
    }
    return table + "\n" + Provenance.of(results, List.of(STEP));
  }

  private static String lost(Results results, String prefix, String suffix) {
    return results.figure(STEP, prefix + "lost" + suffix).isEmpty()
        ? Figures.NOT_MEASURED
        : "%s, %s, %s"
            .formatted(
                results.text(STEP, prefix + "scrapes" + suffix, "%,.0f"),
                results.text(STEP, prefix + "lost" + suffix, "%,.0f"),
                results.text(STEP, prefix + "doubled" + suffix, "%,.0f"));
  }
}
