package io.benchstream.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.cli.simulator.engine.EngineConfig;
import io.benchstream.cli.simulator.http.SimulatedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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

  private final Installation installation;

  BenchmarkSessionE2eIT(Installation installation) {
    this.installation = installation;
  }

  @Test
  void curlAloneLeadsToFilesAndNothingIsLeft(@TempDir Path directory) throws Exception {
    try (SimulatedServer server =
        SimulatedServer.start(EngineConfig.defaults(), "127.0.0.1", 0, Clock.systemUTC())) {
      server.startLoad(8, 100, 50, 1);

      String output = run(directory, "127.0.0.1:" + server.url().getPort());

      assertThat(output)
          .contains("\"state\":\"open\"", "\"health\":\"up\"", "\"status\":\"success\"")
          .containsSubsequence("== Create", "== Register", "== Check", "== Query", "== Collect")
          .containsSubsequence("== Session status", "\"window_id\"", "== Delete");
      summaryHasTheLoad(Files.readString(directory.resolve("metrics_summary.csv")));
      manifestIsOfTheFiles(directory);
      nothingIsScrapedAnyMore(server);
    }
  }

  private String run(Path directory, String target) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("timeout", "240", SCRIPT.toString(), target, "15")
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().put("GATEWAY", installation.state().gatewayUrl());
    builder.environment().put("SESSION", "walk");
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

  private static void manifestIsOfTheFiles(Path directory) throws Exception {
    JsonNode manifest = new ObjectMapper().readTree(directory.resolve("MANIFEST.json").toFile());
    assertThat(manifest.at("/session/session_id").asText()).isEqualTo("walk");
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

  private static Map<String, String> digests(Path zip) throws Exception {
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

  private void nothingIsScrapedAnyMore(SimulatedServer server) throws Exception {
    assertThat(installation.get("/api/v1/sessions/walk").statusCode()).isEqualTo(404);
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(installation.get("/api/v1/targets?cluster=walk").body())
                    .doesNotContain(String.valueOf(server.url().getPort())));
  }
}
