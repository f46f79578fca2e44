package io.benchstream.local.victoriametrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.process.PartException;
import io.benchstream.local.process.Port;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalVictoriaMetricsIT {
  private final Binaries binaries = Binaries.of(System.out::println);
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path directory;

  @Test
  void whatIsWrittenIsAnsweredAlsoAfterARestartOnTheSameDirectory() throws Exception {
    var settings =
        LocalVictoriaMetrics.Settings.in(binaries.find(Tool.VICTORIA_METRICS), directory);
    try (LocalVictoriaMetrics store = LocalVictoriaMetrics.start(settings)) {
      // Not as of now: see Settings.latencyOffset.
      String sample = "answer 42 " + Instant.now().minusSeconds(5).toEpochMilli() + "\n";
      assertThat(post(store.url().resolve("/api/v1/import/prometheus"), sample)).isEqualTo(204);
      get(store.flushUrl());
      assertThat(get(query(store))).contains("\"42\"");
    }
    try (LocalVictoriaMetrics store = LocalVictoriaMetrics.start(settings)) {
      assertThat(get(query(store))).contains("\"42\"");
    }
  }

  @Test
  void vmagentScrapesIntoTheStore() throws Exception {
    var settings =
        LocalVictoriaMetrics.Settings.in(
            binaries.find(Tool.VICTORIA_METRICS), directory.resolve("store"));
    try (LocalVictoriaMetrics store = LocalVictoriaMetrics.start(settings)) {
      Path config = directory.resolve("scrape.yml");
      Files.writeString(config, scrapeConfig(store.port()));
      try (LocalVmagent agent =
          LocalVmagent.start(
              new LocalVmagent.Settings(
                  binaries.find(Tool.VMAGENT),
                  directory.resolve("agent"),
                  Port.any(),
                  config,
                  store.remoteWriteUrl(),
                  List.of("-remoteWrite.flushInterval=100ms")))) {
        assertThat(agent.isAlive()).isTrue();
        Awaitility.await()
            .atMost(Duration.ofSeconds(15))
            .untilAsserted(
                () -> {
                  get(store.flushUrl());
                  assertThat(get(store.url().resolve("/api/v1/query?query=up")))
                      .contains("\"job\":\"store\"");
                });
      }
    }
  }

  @Test
  void aProgramThatEndsAtOnceShowsItsLastWords() {
    var settings =
        new LocalVictoriaMetrics.Settings(
            binaries.find(Tool.VICTORIA_METRICS),
            directory,
            Port.any(),
            Duration.ZERO,
            "soon",
            List.of());

    assertThatThrownBy(() -> LocalVictoriaMetrics.start(settings))
        .isInstanceOf(PartException.class)
        .hasMessageContaining("VictoriaMetrics ended with exit code")
        .hasMessageContaining("retentionPeriod");
  }

  private static URI query(LocalVictoriaMetrics store) {
    return store.url().resolve("/api/v1/query?query=answer");
  }

  static String scrapeConfig(int port) {
    return """
    scrape_configs:
    - job_name: store
      scrape_interval: 1s
      static_configs:
      - targets: ['127.0.0.1:%d']
    """
        .formatted(port);
  }

  private int post(URI page, String body) throws Exception {
    return http.send(
            HttpRequest.newBuilder(page).POST(BodyPublishers.ofString(body)).build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private String get(URI page) throws Exception {
    HttpResponse<String> response =
        http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }
}
