package io.benchstream.benchmarks.micro;

import io.benchstream.benchmarks.result.Distribution;
import io.benchstream.benchmarks.result.EnvironmentReader;
import io.benchstream.benchmarks.result.Result;
import io.benchstream.benchmarks.result.ResultFile;
import io.benchstream.benchmarks.result.ResultOption;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** {@code benchmarks/jmh}: JMH with its own options, and {@code --json FILE}. */
public final class JmhBenchmarks {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private JmhBenchmarks() {}

  public static void main(String[] args)
      throws IOException, RunnerException, CommandLineOptionException {
    List<String> options = ResultOption.withoutFile(List.of(args));
    boolean asksJmh = options.stream().anyMatch(List.of("-h", "-l", "-lp", "-lprof")::contains);
    if (asksJmh) {
      org.openjdk.jmh.Main.main(options.toArray(String[]::new));
      return;
    }
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(new CommandLineOptions(options.toArray(String[]::new)))
                    .addProfiler(GCProfiler.class)
                    .shouldFailOnError(true)
                    .build())
            .run();
    Path file = ResultOption.file(List.of(args));
    if (file != null) {
      ResultFile.write(
          file,
          new Result(
              "benchmarks/jmh",
              options,
              Instant.now(),
              EnvironmentReader.read(List.of()),
              figures(results),
              new TreeMap<String, Distribution>()));
    }
  }

  private static SortedMap<String, Double> figures(Collection<RunResult> results) {
    SortedMap<String, Double> figures = new TreeMap<>();
    for (RunResult result : results) {
      String benchmark = result.getParams().getBenchmark();
      String part = benchmark.replaceAll(".*\\.(\\w+\\.\\w+)$", "$1");
      figures.put(part + ".ns", result.getPrimaryResult().getScore());
      result
          .getSecondaryResults()
          .forEach(
              (name, secondary) -> {
                if (name.endsWith(ALLOCATED)) {
                  figures.put(part + ".bytes", secondary.getScore());
                }
              });
    }
    return figures;
  }
}
