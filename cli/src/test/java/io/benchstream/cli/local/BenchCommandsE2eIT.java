package io.benchstream.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.cli.api.CommandRun;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.docs.CliDoc;
import io.benchstream.cli.simulator.engine.EngineConfig;
import io.benchstream.cli.simulator.http.SimulatedServer;
import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.process.Port;
import io.benchstream.local.victoriametrics.LocalVmagent;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/cli.md against local mode: one server, and one that is 10 % slower. */
@ExtendWith(SharedInstallation.class)
class BenchCommandsE2eIT {
  /** At least three windows of five seconds, which a verdict needs. */
  private static final String LOAD =
      "#!/bin/sh\necho load runs for $BENCHSTREAM_SESSION\nsleep 23\n";

  private final Installation installation;
  private final ObjectMapper json = new ObjectMapper();

  @TempDir private Path directory;

  BenchCommandsE2eIT(Installation installation) {
    this.installation = installation;
  }

  private static SimulatedServer server(long seed, double slowdown) {
    SimulatedServer server =
        SimulatedServer.start(
            EngineConfig.defaults().withSeed(seed).withSlowdown(slowdown),
            "127.0.0.1",
            0,
            Clock.systemUTC());
    server.startLoad(0, 8, 500, seed);
    return server;
  }

  /** A command of the document as it is run here. */
  private CommandRun run(List<String> words, SimulatedServer base, SimulatedServer slower) {
    List<String> here = new ArrayList<>();
    for (String word : words) {
      here.add(
          word.replace("10.0.0.7:8000", "127.0.0.1:" + base.url().getPort())
              .replace("10.0.0.8:8000", "127.0.0.1:" + slower.url().getPort())
              .replace("./load.sh", directory.resolve("load.sh").toString())
              .replace("results/", directory.resolve("results") + "/")
              .replace("bench01.html", directory.resolve("bench01.html").toString()));
      if (word.equals("run") || word.equals("compare") || here.equals(List.of("session", word))) {
        here.addAll(List.of("--api", installation.state().gatewayUrl()));
      }
    }
    return CommandRun.of(here);
  }

  private static CommandRun good(CommandRun run) {
    assertThat(run.code()).as("%s%n%s", run.out(), run.err()).isZero();
    return run;
  }

  @Test
  void documentDoesWhatItSays() throws Exception {
    Path load = Files.writeString(directory.resolve("load.sh"), LOAD);
    assertThat(load.toFile().setExecutable(true)).isTrue();
    List<List<String>> byHand = CliDoc.section("A session by hand");
    List<List<String>> inCi = CliDoc.section("In CI");
    assertThat(byHand).hasSize(8);
    assertThat(inCi).hasSize(3);
    try (SimulatedServer base = server(1, 1);
        SimulatedServer slower = server(2, 1.1)) {
      // The two runs of CI at the same time, on servers of their own, to be done sooner.
      CompletableFuture<CommandRun> first =
          CompletableFuture.supplyAsync(() -> run(inCi.get(0), base, slower));
      CompletableFuture<CommandRun> second =
          CompletableFuture.supplyAsync(() -> run(inCi.get(1), base, slower));
      openByHand(byHand, base, slower);
      doctorFindsNothing();
      CommandRun benched = good(first.join());
      good(second.join());
      closeByHand(byHand, base, slower);

      assertThat(benched.out())
          .startsWith("load runs for base\n")
          .contains("ttft", "p99", "base/bench");
      assertThat(directory.resolve("results/base"))
          .isDirectoryContaining("glob:**/{MANIFEST.json,report.html,kpis.parquet}");
      slowdownIsFound(inCi.get(2), base, slower);
    }
  }

  private void openByHand(
      List<List<String>> commands, SimulatedServer base, SimulatedServer slower) {
    assertThat(good(run(commands.get(0), base, slower)).out()).contains("bench01 opened");
    assertThat(good(run(commands.get(1), base, slower)).out())
        .contains("bench01/serve-1 vllm", "registered");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(good(run(commands.get(2), base, slower)).out())
                    .containsPattern("bench01 +open.* 1/1 "));
    assertThat(good(run(commands.get(3), base, slower)).out()).contains(" up ", "model=llama-3-8b");
  }

  private void closeByHand(
      List<List<String>> commands, SimulatedServer base, SimulatedServer slower) {
    assertThat(good(run(commands.get(4), base, slower)).out()).contains("bench01 ended at");
    assertThat(good(run(commands.get(5), base, slower)).out())
        .contains("bench01/serve-1", "kv_cache_usage");
    assertThat(directory.resolve("results/bench01")).isDirectoryContaining("glob:**/kpis.csv");
    assertThat(good(run(commands.get(6), base, slower)).out()).contains("request_throughput");
    assertThat(directory.resolve("bench01.html")).content().contains("<html", "</html>");
    CommandRun removed =
        run(List.of("session", "remove-target", "bench01", "--job", "serve-1"), base, slower);
    assertThat(good(removed).out()).contains("bench01/serve-1 removed");
    assertThat(good(run(commands.get(3), base, slower)).out()).doesNotContain("serve-1");
    assertThat(good(run(commands.get(7), base, slower)).out()).contains("bench01 deleted");
  }

  private void slowdownIsFound(List<String> compare, SimulatedServer base, SimulatedServer slower)
      throws Exception {
    CommandRun found = run(compare, base, slower);
    assertThat(found.code())
        .as("%s%n%s", found.out(), found.err())
        .isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(found.err())
        .contains("regression: itl.mean", "regression: generation_token_throughput");
    // A session is like itself.
    List<String> itself = compare.stream().map(word -> word.equals("new") ? "base" : word).toList();
    good(run(itself, base, slower));
    for (String session : List.of("base", "new")) {
      good(run(List.of("session", "delete", session), base, slower));
    }
  }

  private void doctorFindsNothing() throws Exception {
    CommandRun doctor =
        CommandRun.of(
            List.of("doctor", "--json", "--data-dir", installation.directory().toString()));
    JsonNode document = json.readTree(good(doctor).out());
    assertThat(document.path("findings").findValuesAsText("check"))
        .contains(
            "version",
            "broker",
            "topics",
            "registry",
            "store",
            "vmagent",
            "gateway",
            "clock",
            "targets");
    doctorKnowsVmagent();
    CommandRun ill =
        CommandRun.of(
            List.of(
                "doctor",
                "--data-dir",
                directory.resolve("none").toString(),
                "--store",
                "http://127.0.0.1:1",
                "--vmagent",
                installation.state().storeUrl(),
                "--api",
                "http://127.0.0.1:1"));
    assertThat(ill.code()).isEqualTo(ExitCode.CHECK_FAILED);
    assertThat(ill.out())
        .contains("fail  installation", "`benchstream up`", "fail  store", "→", "fail  gateway");
  }

  private void doctorKnowsVmagent() throws Exception {
    Path config = Path.of(installation.state().vmagentConfig());
    Path copy = Files.copy(config, directory.resolve("vmagent.yml"));
    try (LocalVmagent vmagent =
        LocalVmagent.start(
            new LocalVmagent.Settings(
                Binaries.of(System.err::println).find(Tool.VMAGENT),
                directory.resolve("vmagent"),
                Port.any(),
                copy,
                URI.create(installation.state().storeUrl()).resolve("/api/v1/write"),
                List.of()))) {
      List<String> doctor =
          List.of(
              "doctor",
              "--data-dir",
              installation.directory().toString(),
              "--vmagent",
              vmagent.url().toString());
      assertThat(good(CommandRun.of(doctor)).out())
          .containsPattern("ok {4}vmagent +version \\S+ at " + vmagent.url());
    }
  }
}
