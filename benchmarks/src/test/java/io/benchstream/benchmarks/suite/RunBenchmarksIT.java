package io.benchstream.benchmarks.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.benchmarks.result.Environment;
import io.benchstream.benchmarks.result.Result;
import io.benchstream.benchmarks.result.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole run, with a script in place of JMH that answers at once. */
class RunBenchmarksIT {
  private static final String HOME = "benchmarks.home";

  private final String homeBefore = System.getProperty(HOME, "");
  private final StringWriter errors = new StringWriter();

  @TempDir Path home;

  @BeforeEach
  void measureSomethingBefore() throws IOException {
    System.setProperty(HOME, home.toString());
    ResultFile.write(home.resolve("answer.json"), result("abc", 29.5));
    script("echo run >>%s/calls; for last; do :; done; cp %s/answer.json \"$last\"");
  }

  @AfterEach
  void restore() {
    System.setProperty(HOME, homeBefore);
  }

  private static Result result(String commit, double nanos) {
    return result(commit, nanos, List.of());
  }

  private static Result result(String commit, double nanos, List<String> arguments) {
    return new Result(
        "benchmarks/jmh",
        arguments,
        Instant.parse("2026-01-02T03:04:05Z"),
        new Environment(commit, "a CPU", 2, 2_048, "Linux 6", "a JVM", Map.of()),
        new TreeMap<>(Map.of("SampleBenchmark.cache.ns", nanos)),
        new TreeMap<>());
  }

  private void script(String text) throws IOException {
    Path script = home.resolve("jmh");
    Files.writeString(script, "#!/bin/sh\n" + text.replace("%s", home.toString()) + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--doc", home.resolve("doc.md").toString()));
    return execute(all);
  }

  private int execute(List<String> all) {
    CommandLine command = RunBenchmarks.commandLine();
    command.setErr(new PrintWriter(errors, true));
    return command.execute(all.toArray(String[]::new));
  }

  private String doc() throws IOException {
    return Files.readString(home.resolve("doc.md"));
  }

  private long calls() throws IOException {
    Path calls = home.resolve("calls");
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  @Test
  void measuresKeepsTheResultAndWritesTheDocument() throws IOException {
    assertThat(run("--only", "jmh")).isZero();

    assertThat(home.resolve("results/jmh.json")).exists();
    assertThat(doc()).contains("29.5 ns").contains("at commit `abc`").contains("not measured");
  }

  @Test
  void aQuickRunTouchesNothingThatIsCommitted() throws IOException {
    run("--only", "jmh");
    ResultFile.write(home.resolve("answer.json"), result("def", 31.5));

    assertThat(execute(List.of("--only", "jmh", "--quick"))).isZero();

    assertThat(home.resolve("target/results-quick/jmh.json")).exists();
    assertThat(home.resolve("target/performance-quick.md")).content().contains("31.5 ns");
    assertThat(run("--write-doc")).isZero();
    assertThat(doc()).contains("29.5 ns");
  }

  @Test
  void resumeMeasuresAnewWhatHasOtherArgumentsOrCannotBeRead() throws IOException {
    Path result = home.resolve("results/jmh.json");
    run("--only", "jmh");
    ResultFile.write(result, result("abc", 29.5, List.of("-i", "1")));
    assertThat(run("--only", "jmh", "--resume")).isZero();
    assertThat(calls()).isEqualTo(2);

    Files.writeString(result, "{");
    assertThat(run("--write-doc")).isEqualTo(1);
    assertThat(run("--only", "jmh", "--resume")).isZero();
    assertThat(calls()).isEqualTo(3);
    assertThat(doc()).contains("29.5 ns");
  }

  @Test
  void resumeKeepsWhatIsThereAndAnotherRunMeasuresAnew() throws IOException {
    run("--only", "jmh");
    ResultFile.write(home.resolve("answer.json"), result("def", 31.5));

    assertThat(run("--only", "jmh", "--resume")).isZero();
    assertThat(calls()).isEqualTo(1);
    assertThat(doc()).contains("29.5 ns");

    assertThat(run("--only", "jmh")).isZero();
    assertThat(doc()).contains("31.5 ns").contains("at commit `def`");
  }

  @Test
  void writesTheDocumentOfResultsThatAreElsewhereAndMeasuresNothing() throws IOException {
    Path results = Files.createDirectories(home.resolve("elsewhere"));
    ResultFile.write(results.resolve("jmh.json"), result("abc", 12.5));

    assertThat(run("--write-doc", "--results", results.toString())).isZero();

    assertThat(calls()).isZero();
    assertThat(doc()).contains("12.5 ns");
  }

  @Test
  void aMeasurementThatFailsIsAnExitCodeAndNoFigure() throws IOException {
    String good = Files.readString(home.resolve("jmh"));
    script("exit 3");
    assertThat(run("--only", "jmh")).isEqualTo(1);
    assertThat(doc()).doesNotContain("29.5 ns").contains("Nothing was measured yet.");

    Files.writeString(home.resolve("jmh"), good);
    assertThat(run("--only", "jmh")).isZero();
    script("exit 3");
    assertThat(run("--only", "jmh")).isEqualTo(1);
    assertThat(doc()).as("what was measured before stays").contains("29.5 ns");
  }

  @Test
  void whoStopsTheRunStopsTheMeasurement() throws Exception {
    script("echo $$ >%s/pid.new; mv %s/pid.new %s/pid; exec sleep 600");
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dbenchmarks.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                RunBenchmarks.class.getName(),
                "--only",
                "jmh",
                "--doc",
                home.resolve("doc.md").toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("run.log").toFile())
            .start();
    try {
      await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(home.resolve("pid")));
      long pid = Long.parseLong(Files.readString(home.resolve("pid")).strip());
      assertThat(ProcessHandle.of(pid)).isPresent();

      run.destroy();

      assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    } finally {
      run.destroyForcibly();
    }
  }

  @Test
  void aWordThatMeansNothingIsToldInOneLine() {
    assertThat(run("--only", "scrapes")).isEqualTo(2);

    assertThat(errors.toString()).contains("'scrapes' is no measurement").doesNotContain("\tat ");
  }
}
