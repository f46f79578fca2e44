package io.benchstream.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.cli.api.CommandRun;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.simulator.engine.EngineConfig;
import io.benchstream.cli.simulator.http.SimulatedServer;
import io.benchstream.gateway.GatewayConfig;
import io.benchstream.gateway.GatewayPipeline;
import io.benchstream.gateway.access.AccessConfig;
import io.benchstream.gateway.access.ServerTlsConfig;
import io.benchstream.local.junit.SelfSigned;
import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.service.ServiceContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** docs/examples/benchmark-session.sh against local mode, with load on the simulated server. */
@ExtendWith(SharedInstallation.class)
class BenchmarkSessionE2eIT {
  private static final Path SCRIPT =
      Path.of("..", "docs", "examples", "benchmark-session.sh").toAbsolutePath().normalize();

  private static final String TOKEN = "for-tests-0123456789";

  private final Installation installation;

  BenchmarkSessionE2eIT(Installation installation) {
    this.installation = installation;
  }

  @Test
  void curlAloneLeadsToFilesAndNothingIsLeft(@TempDir Path directory) throws Exception {
    try (SimulatedServer server =
        SimulatedServer.start(EngineConfig.defaults(), "127.0.0.1", 0, Clock.systemUTC())) {
      server.startLoad(8, 100, 50, 1);
      String target = "127.0.0.1:" + server.url().getPort();
      // Both at the same time, to be done sooner.
      CompletableFuture<Void> open =
          CompletableFuture.runAsync(
              () -> walk("walk", directory.resolve("open"), target, Map.of("GATEWAY", gateway())));
      lockedDoorHasAKey(directory, target);
      open.join();
      nothingIsScrapedAnyMore("walk", server);
      nothingIsScrapedAnyMore("locked", server);
    }
  }

  private String gateway() {
    return installation.state().gatewayUrl();
  }

  /** The same script, and a command, by TLS and with a token. */
  private void lockedDoorHasAKey(Path directory, String target) throws Exception {
    SelfSigned keys = SelfSigned.in(directory);
    Path tokens =
        Files.writeString(
            directory.resolve("tokens.yml"),
            "tokens:\n  - {name: ci, role: write, token: %s}\n".formatted(TOKEN));
    Path token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    GatewayConfig config =
        new GatewayConfig(
            installation.kafka(),
            new ServerConfig(null, 0),
            new ServerTlsConfig(keys.certificate(), keys.key()),
            new AccessConfig(tokens, 0),
            URI.create(installation.state().storeUrl()),
            directory.resolve("artifacts"),
            null,
            0,
            0,
            0,
            null);
    try (ServiceContext context = ServiceContext.create();
        GatewayPipeline locked = new GatewayPipeline(config, context)) {
      locked.start();
      String url = "https://127.0.0.1:" + locked.port();
      String authority = keys.certificate().toString();
      List<String> list = List.of("session", "list", "--api", url);
      CommandRun listed =
          await()
              .atMost(Duration.ofSeconds(30))
              .until(
                  () ->
                      CommandRun.of(list, "--cacert", authority, "--token-file", token.toString()),
                  run -> !run.err().contains("503"));
      assertThat(listed.code()).as(listed.err()).isZero();
      assertThat(CommandRun.of(list, "--cacert", authority).err()).contains("--token-file");
      CommandRun distrustful = CommandRun.of(list, "--token-file", token.toString());
      assertThat(distrustful.code()).isEqualTo(ExitCode.FAILURE);
      assertThat(distrustful.err()).contains("cannot be trusted", "--cacert");
      walk(
          "locked",
          directory.resolve("locked"),
          target,
          Map.of(
              "GATEWAY",
              url,
              "BENCHSTREAM_TOKEN_FILE",
              token.toString(),
              "CURL_CA_BUNDLE",
              authority));
    }
  }

  private static void walk(
      String session, Path directory, String target, Map<String, String> environment) {
    try {
      Files.createDirectories(directory);
      String output = run(session, directory, target, environment);
      assertThat(output)
          .contains("\"state\":\"open\"", "\"health\":\"up\"", "\"status\":\"success\"")
          .containsSubsequence("== Create", "== Register", "== Check", "== Query", "== Collect")
          .containsSubsequence("== Session status", "\"window_id\"", "== Delete")
          .doesNotContain(TOKEN);
      summaryHasTheLoad(Files.readString(directory.resolve("metrics_summary.csv")));
      manifestIsOfTheFiles(session, directory);
    } catch (IOException | GeneralSecurityException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String run(
      String session, Path directory, String target, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder("timeout", "240", SCRIPT.toString(), target, "15")
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().put("SESSION", session);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  private static void summaryHasTheLoad(String csv) {
    List<String> lines = csv.lines().toList();
    assertThat(lines.getFirst()).startsWith("scope,labels,kpi,stat,unit,value,");
    assertThat(lines)
        .anyMatch(line -> line.contains(",ttft,p99,seconds,"))
        .anyMatch(line -> line.contains(",kv_cache_usage,max,ratio,"));
    String throughput =
        lines.stream()
            .filter(line -> line.contains(",request_throughput,value,"))
            .findFirst()
            .orElseThrow();
    assertThat(Double.parseDouble(throughput.split(",", -1)[5])).isPositive();
  }

  private static void manifestIsOfTheFiles(String session, Path directory)
      throws IOException, GeneralSecurityException {
    JsonNode manifest = new ObjectMapper().readTree(directory.resolve("MANIFEST.json").toFile());
    assertThat(manifest.at("/session/session_id").asText()).isEqualTo(session);
    assertThat(manifest.at("/targets/0/kind").asText()).isEqualTo("vllm");
    assertThat(manifest.at("/samples/offsets")).isNotEmpty();
    assertThat(manifest.path("recipe_version").asText()).isNotEmpty();
    assertThat(manifest.at("/coverage/least").asDouble()).isBetween(0.1, 1.0);
    Map<String, String> digests = digests(directory.resolve("artifacts.zip"));
    assertThat(digests).hasSize(5);
    for (JsonNode file : manifest.path("files")) {
      assertThat(digests.get(file.path("name").asText())).isEqualTo(file.path("sha256").asText());
    }
  }

  private static Map<String, String> digests(Path zip)
      throws IOException, GeneralSecurityException {
    Map<String, String> digests = new HashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] content = in.readAllBytes();
        digests.put(
            entry.getName().substring(entry.getName().indexOf('/') + 1),
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
      }
    }
    return digests;
  }

  private void nothingIsScrapedAnyMore(String session, SimulatedServer server) throws Exception {
    assertThat(installation.get("/api/v1/sessions/" + session).statusCode()).isEqualTo(404);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(installation.get("/api/v1/targets?cluster=" + session).body())
                    .doesNotContain(String.valueOf(server.url().getPort())));
  }
}
