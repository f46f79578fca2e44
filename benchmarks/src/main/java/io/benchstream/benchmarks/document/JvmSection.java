package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.JvmChoice;
import java.util.Arrays;

/** Services under collectors, object layouts and compilers to choose from. */
final class JvmSection implements Section {
  @Override
  public String name() {
    return "jvm";
  }

  @Override
  public String markdown(Results results) {
    MarkdownTable table =
        new MarkdownTable(
            "program",
            "JVM",
            "options",
            "CPU for a sample",
            "of it the JIT compilers'",
            "resident memory, peak",
            "heap in use",
            "late or not made");
    for (JvmChoice choice : JvmChoice.values()) {
      String program = choice.program();
      table.row(
          program,
          choice.label(),
          "`" + choice.options() + "`",
          results.text(choice.stepName(), program + ".cpu_us", "%.3f µs"),
          results.text(choice.stepName(), program + ".compilers_us", "%.3f µs"),
          results.text(choice.stepName(), program + ".resident_mib", "%.0f MiB"),
          results.text(choice.stepName(), program + ".heap_mib", "%.0f MiB"),
          program.equals("worker")
              ? results.text(choice.stepName(), "worker.scrapes_late_percent", "%.3f %%")
              : "");
    }
    return table
        + "\n"
        + Provenance.of(
            results, Arrays.stream(JvmChoice.values()).map(JvmChoice::stepName).toList());
  }
}
