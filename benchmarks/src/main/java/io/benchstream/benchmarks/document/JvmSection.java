package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.JvmChoice;
import java.util.Arrays;

/** A worker under collectors and object layouts to choose from. */
final class JvmSection implements Section {
  @Override
  public String name() {
    return "jvm";
  }

  @Override
  public String markdown(Results results) {
    MarkdownTable table =
        new MarkdownTable(
            "collector",
            "options",
            "CPU for a sample",
            "resident memory, peak",
            "heap in use",
            "late or not made");
    for (JvmChoice choice : JvmChoice.values()) {
      table.row(
          choice.label(),
          "`" + choice.options() + "`",
          results.text(choice.stepName(), "worker.cpu_us", "%.3f µs"),
          results.text(choice.stepName(), "worker.resident_mib", "%.0f MiB"),
          results.text(choice.stepName(), "worker.heap_mib", "%.0f MiB"),
          results.text(choice.stepName(), "worker.scrapes_late_percent", "%.3f %%"));
    }
    return table
        + "\n"
        + Provenance.of(
            results, Arrays.stream(JvmChoice.values()).map(JvmChoice::stepName).toList());
  }
}
