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
          text(results, prefix + "samples_per_second", "%,.0f"),
          text(results, prefix + "cpu_us", "%.3f µs"),
          text(results, prefix + "compilers_us", "%.3f µs"),
          KeptUp.ratio(
              results,
              STEP,
              List.of("workers_" + workers, "workers_1"),
              Figures.ratio(
                  results.figure(STEP, prefix + "cpu_us"),
                  results.figure(STEP, "workers_1.cpu_us")),
              "%.2f"),
          text(results, prefix + "largest_share", "%.2f"),
          lost(results, prefix, ""),
          workers == 1 ? "" : lost(results, prefix, "_in_moves"),
          text(results, prefix + "resident_mib", "%,.0f MiB"));
    }
    return table + "\n" + Provenance.of(results, List.of(STEP));
  }

  private static String lost(Results results, String prefix, String suffix) {
    return results.figure(STEP, prefix + "lost" + suffix).isEmpty()
        ? Figures.NOT_MEASURED
        : "%s, %s, %s"
            .formatted(
                text(results, prefix + "scrapes" + suffix, "%,.0f"),
                text(results, prefix + "lost" + suffix, "%,.0f"),
                text(results, prefix + "doubled" + suffix, "%,.0f"));
  }

  private static String text(Results results, String figure, String pattern) {
    return Figures.text(results.figure(STEP, figure), pattern);
  }
}
