package io.benchstream.benchmarks.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.benchmarks.aggregator.AggregatorBenchmark;
import io.benchstream.benchmarks.guard.GuardBenchmark;
import io.benchstream.benchmarks.latency.StoredBenchmark;
import io.benchstream.benchmarks.publisher.EventBenchmark;
import io.benchstream.benchmarks.publisher.PublisherBenchmark;
import io.benchstream.benchmarks.scrape.ScrapeBenchmark;
import io.benchstream.benchmarks.suite.RunBenchmarks;
import io.benchstream.benchmarks.workers.WorkersBenchmark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine;

/** What the plan and the documentation call are command lines that there are. */
class PlanTest {
  private static final Map<String, Supplier<CommandLine>> COMMANDS =
      Map.of(
          "scrape", ScrapeBenchmark::commandLine,
          "publisher", PublisherBenchmark::commandLine,
          "aggregator", AggregatorBenchmark::commandLine,
          "workers", WorkersBenchmark::commandLine,
          "events", EventBenchmark::commandLine,
          "stored", StoredBenchmark::commandLine,
          "run", RunBenchmarks::commandLine,
          "guard", GuardBenchmark::commandLine);

  private static void assertParses(String script, List<String> arguments) {
    assertThat(Path.of(script)).isExecutable();
    assertThatCode(
            () -> {
              String[] words = arguments.toArray(String[]::new);
              if (script.equals("jmh")) {
                var _ = new CommandLineOptions(words);
              } else {
                Objects.requireNonNull(COMMANDS.get(script), script).get().parseArgs(words);
              }
            })
        .as("benchmarks/%s %s", script, arguments)
        .doesNotThrowAnyException();
  }

  @Test
  void everyStepIsACommand() {
    for (Step step : Plan.of(true).steps()) {
      for (boolean quick : new boolean[] {false, true}) {
        List<String> arguments = new ArrayList<>(step.arguments(quick));
        if (!step.script().equals("jmh")) {
          arguments.addAll(List.of("--json", "x.json"));
        }
        assertParses(step.script(), arguments);
      }
    }
  }

  @Test
  void everyCommandOfDocumentationAndHelpIsOne() throws IOException {
    List<String> texts = new ArrayList<>();
    texts.add(
        Files.readString(
            Path.of("src/main/resources/io/benchstream/benchmarks/document/performance.md")));
    COMMANDS.values().forEach(command -> texts.add(command.get().getUsageMessage()));
    int commands = 0;
    for (String text : texts) {
      for (String line : text.lines().map(String::strip).toList()) {
        if (line.startsWith("benchmarks/")) {
          // What follows two spaces or a # explains.
          String[] words = line.split(" {2,}|#", -1)[0].strip().split(" ", -1);
          String script = words[0].substring("benchmarks/".length());
          assertParses(script, List.of(words).subList(1, words.length));
          commands++;
        }
      }
    }
    assertThat(commands).isGreaterThan(25);
  }

  @Test
  void namesAreUnique() {
    assertThat(Plan.of(true).steps()).extracting(Step::name).doesNotHaveDuplicates().hasSize(67);
    assertThat(Plan.of(false).steps()).hasSize(41);
  }

  @Test
  void choosesByGroupOrName() {
    Plan plan = Plan.of(false);

    assertThat(plan.only(List.of("latency", "jmh")))
        .extracting(Step::name)
        .containsExactly("events", "stored", "jmh");
    assertThat(plan.only(List.of("growth-100-targets-300-series-15s"))).hasSize(1);
    assertThat(plan.only(List.of())).isEqualTo(plan.steps());
    assertThatThrownBy(() -> plan.only(List.of("scrapes")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'scrapes' is no measurement")
        .hasMessageContaining("publisher, scrape, workers");
  }
}
