package io.benchstream.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.cli.api.CommandRun;
import io.benchstream.cli.api.FakeGateway;
import io.benchstream.cli.console.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real load generators, a gateway that says what the test wants. */
class BenchRunIT {
  private static final String SESSION = "GET /api/v1/sessions/s";
  private static final String HEALTH =
      "{\"session_id\":\"s\",\"targets\":[{\"health\":[{\"address\":\"h:1\",\"health\":\"%s\",\"last_error\":\"%s\"}]}]}";

  /** By a clock that is ahead of this machine's. */
  private static final String OPENED =
      "{\"session_id\":\"s\",\"state\":\"open\",\"start_time\":\"2100-01-01T00:00:00Z\"}";

  @TempDir private Path directory;
  private FakeGateway gateway;

  @BeforeEach
  void start() throws Exception {
    gateway =
        new FakeGateway()
            .on("POST /api/v1/sessions", 201, OPENED)
            .on("POST /api/v1/sessions/s/targets", 201, "{}")
            .on(SESSION, 200, HEALTH.formatted("unknown", ""))
            .on(SESSION, 200, HEALTH.formatted("up", ""))
            .on("POST /api/v1/sessions/s/end", 200, "{}")
            .on(
                "POST /api/v1/sessions/s/collect",
                200,
                """
                {"window_id":"w","artifacts":[],"kpis":[{"scope":"s/bench","kpi":"ttft","stat":"p99",
                 "unit":"seconds","value":0.25,"coverage":1}]}
                """)
            .on("DELETE /api/v1/sessions/s", 204, "");
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  private CommandRun run(String... command) {
    return CommandRun.of(options(), command);
  }

  private List<String> options() {
    return List.of(
        "bench",
        "run",
        "--session",
        "s",
        "--target",
        "vllm=h:1",
        "--api",
        gateway.url(),
        "--output",
        directory.resolve("out").toString(),
        "--");
  }

  private List<String> calls() {
    return gateway.requests().stream()
        .map(request -> request.replaceFirst("^(\\S+ \\S+).*", "$1"))
        .distinct()
        .toList();
  }

  @Test
  void outputIsPassedOnAndTheSummaryFollows() {
    CommandRun run =
        run("sh", "-c", "echo $BENCHSTREAM_SESSION $1; echo oops >&2; printf half", "x", "--flag");
    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("s --flag\n").contains("half", "ttft", "0.2500", "100 %");
    assertThat(run.err()).contains("oops\n", "exit code 0");
    assertThat(calls())
        .containsExactly(
            "POST /api/v1/sessions",
            "POST /api/v1/sessions/s/targets",
            SESSION,
            "POST /api/v1/sessions/s/end",
            "POST /api/v1/sessions/s/collect");
    // The window is told by the gateway's clock, which is ahead here.
    assertThat(gateway.requests().getLast()).contains("\"start_time\":\"2100-01-01T00:00:");
  }

  @Test
  void exitCodeIsTheCommands() {
    assertThat(run("sh", "-c", "exit 7").code()).isEqualTo(7);
    assertThat(run("sh", "-c", "kill -9 $$").code()).isEqualTo(128 + 9);
    assertThat(calls()).contains("POST /api/v1/sessions/s/collect");
    gateway.on("POST /api/v1/sessions/s/collect", 404, "{\"detail\":\"nothing seen\"}");
    run("sh", "-c", "exit 7"); // the good answer for the last time
    CommandRun failed = run("sh", "-c", "exit 7");
    assertThat(failed.code()).isEqualTo(7);
    assertThat(failed.err()).contains("nothing seen");
    assertThat(run("true").code()).isEqualTo(ExitCode.FAILURE);
  }

  @Test
  void jsonAloneIsOnStandardOutput() {
    CommandRun run =
        CommandRun.of(
            Stream.concat(Stream.of("--json"), options().stream()).toList(), "echo", "words");
    assertThat(run.out()).startsWith("{").contains("\"exit_code\" : 0").doesNotContain("words");
    assertThat(run.err()).contains("words\n");
  }

  @Test
  void nothingIsLeftOfACommandThatIsNone() throws Exception {
    assertThat(run("no-such-load-generator").code()).isEqualTo(127);
    assertThat(calls())
        .contains("DELETE /api/v1/sessions/s")
        .doesNotContain("POST /api/v1/sessions/s/end");
    Path text = Files.writeString(directory.resolve("text"), "no program");
    assertThat(run(text.toString()).code()).isEqualTo(126);
    assertThat(CommandRun.of(options()).code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void loadIsNotStartedOnATargetThatIsDown() {
    gateway.on(SESSION, 200, HEALTH.formatted("down", "connection refused"));
    run("true"); // takes the first answers
    CommandRun run =
        CommandRun.of(
            List.of(
                "bench",
                "run",
                "-s",
                "s",
                "--target",
                "h:1",
                "--api",
                gateway.url(),
                "--ready-timeout",
                "1s"),
            "touch",
            directory.resolve("ran").toString());
    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err()).contains("h:1 was not scraped (connection refused) within 1 s");
    assertThat(directory.resolve("ran")).doesNotExist();
    assertThat(gateway.requests().getLast()).isEqualTo("DELETE /api/v1/sessions/s");
  }

  @Test
  void reasonIsToldThoughTheSessionCannotBeTakenBack() {
    gateway
        .on("POST /api/v1/sessions/t/targets", 409, "{\"detail\":\"another has that name\"}")
        .on("DELETE /api/v1/sessions/t", 500, "{\"detail\":\"no luck\"}");
    CommandRun run =
        CommandRun.of(
            List.of("bench", "run", "-s", "t", "--target", "h:1", "--api", gateway.url()), "true");
    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err()).contains("another has that name", "'t' is left open", "no luck");
  }

  @Test
  void endedSessionIsNotUsedAgain() {
    gateway.on(
        "POST /api/v1/sessions",
        200,
        "{\"session_id\":\"s\",\"state\":\"ended\",\"end_time\":\"2026-01-01T00:00:00Z\"}");
    run("true"); // takes the first answer
    CommandRun run = run("true");
    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err()).contains("session 's' ended at 2026-01-01", "choose another id");
    assertThat(gateway.requests()).doesNotContain("DELETE /api/v1/sessions/s");
  }

  @Test
  void busyGatewayDoesNotCostTheBenchmark() {
    gateway.on("POST /api/v1/sessions/s/end", 503, "{\"detail\":\"the broker is away\"}", 1);
    run("true"); // takes the good answer
    gateway.on("POST /api/v1/sessions/s/end", 200, "{}");
    CommandRun run = run("true");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(gateway.requests().getLast()).startsWith("POST /api/v1/sessions/s/collect");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /api/v1/sessions/s/targets",
        SESSION,
        "POST /api/v1/sessions/s/end",
        "POST /api/v1/sessions/s/collect"
      })
  void gatewayThatIsStartedAgainDoesNotCostTheBenchmark(String brokenOff) {
    gateway.awayAt(brokenOff, Duration.ofSeconds(2));
    CommandRun run = run("true");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("ttft");
    assertThat(gateway.requests().stream().filter(each -> each.startsWith(brokenOff)))
        .hasSizeGreaterThan(1);
    assertThat(gateway.requests().getLast()).startsWith("POST /api/v1/sessions/s/collect");
  }

  @Test
  void fileThatBreaksOffIsTheGatewaysFault() {
    String artifact = "report.html";
    gateway.on(
        "POST /api/v1/sessions/s/collect",
        200,
        "{\"window_id\":\"w\",\"artifacts\":[{\"name\":\"%s\"}]}".formatted(artifact));
    gateway.breakOffAfter(
        "GET /api/v1/sessions/s/artifacts/%s?window=w".formatted(artifact), "<p>");
    run("true"); // takes the first answer
    CommandRun run = run("true");
    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err())
        .contains("the gateway at " + gateway.url() + " broke off")
        .doesNotContain("cannot be written");
  }

  @Test
  void sessionThatIsGoneAlreadyIsForgotten() {
    gateway
        .on("DELETE /api/v1/sessions/t", 404, "{\"detail\":\"no such session\"}")
        .on("POST /api/v1/sessions/t/targets", 201, "{}")
        .on("GET /api/v1/sessions/t", 200, HEALTH.formatted("up", ""));
    gateway.awayAt("DELETE /api/v1/sessions/t", Duration.ofMillis(500));
    CommandRun run =
        CommandRun.of(
            List.of("bench", "run", "-s", "t", "--target", "h:1", "--api", gateway.url()),
            "no-such-load-generator");
    assertThat(run.code()).as(run.err()).isEqualTo(127);
    assertThat(run.err()).doesNotContain("no such session");
  }

  @Test
  void addressWhereNobodyListensIsToldAtOnce() {
    String url = gateway.url();
    List<String> options = options();
    gateway.close();
    long began = System.nanoTime();
    CommandRun run = CommandRun.of(options, "true");
    assertThat(run.code()).isEqualTo(ExitCode.FAILURE);
    assertThat(run.err()).contains("no gateway answers at " + url);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(25));
  }

  @Test
  void windowOfASessionThatWasOpenBeforeIsByThisMachinesClock() {
    gateway.on("POST /api/v1/sessions", 200, OPENED);
    run("true"); // takes the first answer
    Instant before = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    run("true");
    String window = gateway.requests().getLast().replaceFirst(".*? (?=\\{)", "");
    assertThat(Instant.parse(window.replaceAll(".*start_time\":\"([^\"]+).*", "$1")))
        .isBetween(before, Instant.now());
  }

  /**
   * A process group of its own, as a terminal makes one, with SIGINT as it is there: whoever runs
   * tests in the background has it ignored. A signal is for the whole process.
   *
   * @param signal TERM goes to the process alone, INT to its group, as by Ctrl-C
   */
  @ParameterizedTest
  @CsvSource({"TERM, 143, told to end", "INT, 130, interrupted"})
  void signalEndsCommandAndSession(String signal, int code, String words) throws Exception {
    Path pid = directory.resolve("pid");
    List<String> java =
        List.of(
            "setsid",
            "env",
            "--default-signal=INT",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.benchstream.cli.Main");
    String load =
        "trap 'echo told to end; exit 0' TERM; trap 'echo interrupted; exit 0' INT; echo $$ > "
            + pid
            + "; while :; do sleep 0.1; done";
    Process process =
        new ProcessBuilder(
                Stream.of(java, options(), List.of("sh", "-c", load))
                    .flatMap(List::stream)
                    .toList())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("log").toFile())
            .start();
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(pid) && Files.size(pid) > 0);
      long child = Long.parseLong(Files.readString(pid).strip());
      String whom = signal.equals("INT") ? "-" + process.pid() : Long.toString(process.pid());
      assertThat(new ProcessBuilder("kill", "-s", signal, "--", whom).inheritIO().start().waitFor())
          .isZero();
      assertThat(process.waitFor(Duration.ofSeconds(60))).isTrue();
      assertThat(process.exitValue()).isEqualTo(code);
      assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(calls()).endsWith("POST /api/v1/sessions/s/end");
      assertThat(directory.resolve("log")).content().contains(words, "session s has ended");
    } finally {
      process.destroyForcibly();
    }
  }
}
