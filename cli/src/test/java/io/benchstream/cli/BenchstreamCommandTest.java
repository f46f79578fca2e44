package io.benchstream.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchstreamCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final CommandLine commandLine =
      BenchstreamCommand.commandLine(
          new Console(
              new PrintStream(out, true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              Terminal.none()));

  private int run(String... arguments) {
    return commandLine.execute(arguments);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @TestFactory
  List<DynamicTest> everyCommandHasHelpWorthReading() {
    List<CommandLine> commands = new ArrayList<>();
    collect(commandLine, commands);
    assertThat(commands).hasSizeGreaterThan(8);
    return commands.stream()
        .map(
            command ->
                DynamicTest.dynamicTest(
                    command.getCommandSpec().qualifiedName(), () -> assertHelp(command)))
        .toList();
  }

  @Test
  void topicsAreShownAsResourcesOfStrimziWithoutABroker() {
    int code =
        run(
            "topics",
            "--strimzi",
            "my-kafka",
            "--bootstrap-server",
            "kafka:9092",
            "--partitions",
            "128",
            "--replication-factor",
            "3");

    assertThat(code).isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("kind: KafkaTopic", "strimzi.io/cluster: my-kafka")
        .contains("topicName: benchstream.samples\n  partitions: 128\n  replicas: 3")
        .contains("min.insync.replicas:");
  }

  @Test
  void aTopicThatKubernetesCannotNameIsRefused() {
    int code =
        run(
            "topics",
            "--strimzi",
            "my-kafka",
            "--bootstrap-server",
            "kafka:9092",
            "--topic-prefix",
            "Bench_");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(errors()).contains("'Bench_lifecycle'", "use a prefix of [a-z0-9.-]");
  }

  private static void assertHelp(CommandLine command) {
    StringWriter help = new StringWriter();
    command.usage(new PrintWriter(help));
    assertThat(help.toString()).contains("--json", "--verbose", "--help");
    if (command.getSubcommands().isEmpty()) {
      assertThat(help.toString()).contains("Examples:");
    }
    command
        .getCommandSpec()
        .options()
        .forEach(option -> assertThat(option.description()).as(option.longestName()).isNotEmpty());
  }

  private static void collect(CommandLine command, List<CommandLine> all) {
    all.add(command);
    command.getSubcommands().values().forEach(sub -> collect(sub, all));
  }

  @Test
  void wrongCommandLinesEndWithTheUsageCodeAndOneHint() {
    assertThat(run("topicz")).isEqualTo(ExitCode.USAGE);
    assertThat(errors()).contains("'topicz'", "Did you mean topics?", "Try `benchstream --help`");
    assertThat(run("kpis", "tail", "--sinse", "1m")).isEqualTo(ExitCode.USAGE);
    assertThat(run("events", "emit", "--cluster", "c")).isEqualTo(ExitCode.USAGE);
    assertThat(errors()).contains("--cluster and --phase are needed, or --file");
    assertThat(run("events", "emit", "--cluster", "c", "--phase", "DANCING"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(run("simulate", "vllm", "--slowdown", "0")).isEqualTo(ExitCode.USAGE);
    assertThat(errors()).contains("slowdown 0.0: it must be 0.01 to 100").doesNotContain("\tat ");
  }

  @Test
  void nothingRunningIsToldInWords(@TempDir Path directory) {
    assertThat(run("topics", "--data-dir", directory.toString())).isEqualTo(ExitCode.FAILURE);
    assertThat(errors())
        .contains("no local mode runs on " + directory, "`benchstream up`", "--bootstrap-server")
        .doesNotContain("\tat ");
  }

  @Test
  void verboseShowsTheStackTrace(@TempDir Path directory) {
    run("topics", "--data-dir", directory.toString(), "--verbose");
    assertThat(errors()).contains("\tat ");
    err.reset();
    run("--verbose", "topics", "--data-dir", directory.toString());
    assertThat(errors()).contains("\tat ");
  }

  @Test
  void jsonCountsBeforeTheSubcommandToo() {
    String[] event = {"emit", "--cluster", "c", "--phase", "RUNNING", "--dry-run"};
    for (List<String> before : List.of(List.of("--json", "events"), List.of("events", "--json"))) {
      out.reset();
      List<String> words = new ArrayList<>(before);
      words.addAll(List.of(event));
      assertThat(run(words.toArray(String[]::new))).isEqualTo(ExitCode.OK);
      assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("{");
    }
  }

  @Test
  void optionsThatWouldBeIgnoredAreRefused() {
    assertThat(run("topics", "--registry", "http://r")).isEqualTo(ExitCode.USAGE);
    assertThat(errors()).contains("--registry http://r: it goes with --bootstrap-server only");
    assertThat(run("topics", "--topic-prefix", "p.")).isEqualTo(ExitCode.USAGE);
    assertThat(run("topics", "--bootstrap-server", "h:1", "--data-dir", "/d"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(run("demo", "--duration", "1h")).isEqualTo(ExitCode.USAGE);
    assertThat(errors()).contains("--duration 1h: it must be 30m or less");
  }

  @Test
  void emitRefusesWhatTheDiscoveryServiceWould() {
    assertThat(
            run(
                "events",
                "emit",
                "--cluster",
                "no id",
                "--phase",
                "RUNNING",
                "--endpoint",
                "h:99999",
                "--dry-run"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(errors()).contains("would be refused", "cluster: 'no id'", "endpoints[0]");
  }

  @Test
  void emitShowsWhatItWouldWrite() {
    assertThat(
            run(
                "events",
                "emit",
                "--cluster",
                "c",
                "--job",
                "j",
                "--phase",
                "running",
                "--endpoint",
                "vllm=h:1",
                "--interval",
                "1s",
                "--label",
                "benchmark=true",
                "--dry-run",
                "--json"))
        .isEqualTo(ExitCode.OK);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            "\"scrape_interval_ms\" : 1000", "\"phase\" : \"RUNNING\"", "\"address\" : \"h:1\"");
  }
}
