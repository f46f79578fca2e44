package io.benchstream.discovery.ray;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.discovery.connector.Pages;
import io.benchstream.discovery.connector.Sighting;
import io.benchstream.discovery.connector.Snapshot;
import io.benchstream.discovery.connector.SourceException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On what a real Ray 2.58 wrote and answered. */
class RaySourceTest {
  private static final URI DASHBOARD = URI.create("http://127.0.0.1:8265/api/prometheus/sd");

  @TempDir private Path directory;

  private static String captured(String name) throws Exception {
    try (InputStream in =
        Objects.requireNonNull(RaySourceTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static RaySource source(@Nullable URI url, @Nullable Path file, Pages pages) {
    return new RaySource(
        new RayConfig(url, file, 0, 0, null), Map.of("site", "a"), pages, Clock.systemUTC());
  }

  private static Pages answering(int status, String body) {
    return request ->
        new Pages.Page(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> endpoints(Snapshot snapshot) {
    Sighting cluster = snapshot.resources().getFirst();
    assertThat(cluster.job()).isNull();
    assertThat(cluster.kind()).isEqualTo("ray");
    return cluster.endpoints().stream().map(e -> e.getKind() + " " + e.getAddress()).toList();
  }

  @Test
  void tellsTheHeadsPortsFromTheNodes() throws Exception {
    Path file = Files.writeString(directory.resolve("sd.json"), captured("discovery-2-nodes.json"));

    assertThat(endpoints(source(null, file, answering(500, "")).read()))
        .containsExactly(
            "ray-autoscaler 127.0.0.1:44217",
            "ray-dashboard 127.0.0.1:44227",
            "ray-node 127.0.0.1:8085",
            "ray-node 127.0.0.1:8086");
  }

  @Test
  void theDashboardSaysTheSame() throws Exception {
    assertThat(
            endpoints(
                source(DASHBOARD, null, answering(200, captured("discovery-1-node.json"))).read()))
        .containsExactly(
            "ray-autoscaler 127.0.0.1:44217",
            "ray-dashboard 127.0.0.1:44227",
            "ray-node 127.0.0.1:8085");
  }

  @Test
  void whatStoppedRayLeftBehindIsNoSource() throws Exception {
    Path file =
        Files.writeString(directory.resolve("sd.json"), captured("discovery-after-stop.json"));
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofMinutes(5))));

    assertThatThrownBy(source(null, file, answering(500, ""))::read)
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("Ray has stopped");
    assertThatThrownBy(source(DASHBOARD, file, answering(502, "<html>"))::read)
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("answers 502")
        .hasMessageContaining("Ray has stopped");
  }

  @Test
  void halfAFileIsNoSource() throws Exception {
    String whole = captured("discovery-2-nodes.json");
    for (int length = 0; length < whole.length() - 1; length++) {
      Path file = Files.writeString(directory.resolve("sd.json"), whole.substring(0, length));
      assertThatThrownBy(source(null, file, answering(500, ""))::read)
          .as("%d of %d characters", length, whole.length())
          .isInstanceOf(SourceException.class);
    }
  }

  @Test
  void addressesThatCannotBeScrapedAreLeftOutAndTold() throws Exception {
    Snapshot snapshot =
        source(
                DASHBOARD,
                null,
                answering(
                    200, "[{\"labels\":{\"job\":\"ray\"},\"targets\":[\"a b:1\",\"n:8080\"]}]"))
            .read();

    assertThat(endpoints(snapshot)).containsExactly("ray-node n:8080");
    assertThat(snapshot.problems()).singleElement().asString().contains("a b:1");
  }
}
