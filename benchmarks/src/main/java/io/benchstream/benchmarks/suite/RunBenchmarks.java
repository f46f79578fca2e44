package io.benchstream.benchmarks.suite;

import io.benchstream.benchmarks.command.BenchmarkCommand;
import io.benchstream.benchmarks.document.PerformanceDocument;
import io.benchstream.benchmarks.document.Results;
import io.benchstream.benchmarks.measure.Progress;
import io.benchstream.benchmarks.plan.Plan;
import io.benchstream.benchmarks.plan.Step;
import io.benchstream.benchmarks.result.ScriptHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code benchmarks/run}. */
@Command(
    name = "benchmarks/run",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    header = "Measures all that docs/performance.md claims, and writes it.",
    description = {
      "",
      "One measurement after the other, each a command of its own whose result is a file. The"
          + " document is made of the files that are there, whenever they were measured; what is not"
          + " there is said to be not measured. Files and document are committed together. All of it"
          + " takes some three hours on a machine that does nothing else. A quick run touches neither:"
          + " its files and its document are in the build's directory, target.",
      ""
    },
    footer = {
      "",
      "Exit code 1 when a measurement failed, or a result cannot be read.",
      "",
      "Examples:",
      "  benchmarks/run                            all",
      "  benchmarks/run --only scrape,publisher    these groups; then the document anew",
      "  benchmarks/run --resume                   what an interrupted run has left out",
      "  benchmarks/run --write-doc                the document alone"
    })
public final class RunBenchmarks implements Callable<Integer> {
  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Groups of measurements, or single ones; --list tells them.")
  private List<String> only = List.of();

  @Option(names = "--list", description = "Tell the measurements and their commands, and end.")
  private boolean list;

  @Option(names = "--quick", description = "Short warm-ups: to see that all works.")
  private boolean quick;

  @Option(
      names = "--full-matrix",
      description = "Every combination of rate, page, values and compression: 36 in place of 10.")
  private boolean fullMatrix;

  @Option(
      names = "--resume",
      description = "Keep the results that are there and have the same arguments.")
  private boolean resume;

  @Option(names = "--write-doc", description = "Measure nothing; write the document.")
  private boolean writeDoc;

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description =
          "Where results are. Default: results, beside this script; of a quick run"
              + " target/results-quick.")
  private @Nullable Path results;

  @Option(
      names = "--doc",
      paramLabel = "FILE",
      description =
          "The document. Default: docs/performance.md; of a quick run"
              + " target/performance-quick.md, beside this script.")
  private @Nullable Path doc;

  private final Progress progress = new Progress(System.err);

  private RunBenchmarks() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The command line, for its documentation's test, too. */
  public static CommandLine commandLine() {
    return BenchmarkCommand.of(new RunBenchmarks());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Step> steps = Plan.of(fullMatrix).only(only);
    if (list) {
      steps.forEach(
          step ->
              System.out.printf(
                  "%-12s %-36s benchmarks/%s %s%n",
                  step.group(),
                  step.name(),
                  step.script(),
                  String.join(" ", step.arguments(quick))));
      return 0;
    }
    Path home = ScriptHome.directory();
    Path directory =
        results != null ? results : home.resolve(quick ? "target/results-quick" : "results");
    Files.createDirectories(directory);
    List<String> failed = writeDoc ? List.of() : measure(steps, directory);
    List<String> unreadable = new ArrayList<>();
    Path document = document(home).toAbsolutePath();
    Files.createDirectories(document.getParent());
    Files.writeString(document, PerformanceDocument.text(Results.read(directory, unreadable::add)));
    progress.line("wrote " + document);
    unreadable.forEach(complaint -> progress.line("left out: " + complaint));
    if (!failed.isEmpty()) {
      progress.line("failed: " + String.join(", ", failed));
    }
    return failed.isEmpty() && unreadable.isEmpty() ? 0 : 1;
  }

  private Path document(Path home) {
    if (doc != null) {
      return doc;
    }
    return quick
        ? home.resolve("target/performance-quick.md")
        : home.resolveSibling("docs/performance.md");
  }

  private List<String> measure(List<Step> steps, Path directory)
      throws IOException, InterruptedException {
    StepRunner runner = new StepRunner(directory, quick);
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      String which = "[%d of %d] %s".formatted(i + 1, steps.size(), step.name());
      if (resume && runner.has(step)) {
        progress.line(which + ": is there");
        continue;
      }
      progress.line(which);
      long start = System.nanoTime();
      boolean good = runner.run(step);
      progress.line(
          "%s: %s after %d s"
              .formatted(
                  which, good ? "done" : "FAILED", (System.nanoTime() - start) / 1_000_000_000));
      if (!good) {
        failed.add(step.name());
      }
    }
    return failed;
  }
}
