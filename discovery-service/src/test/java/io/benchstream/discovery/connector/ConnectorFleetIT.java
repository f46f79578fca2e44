package io.benchstream.discovery.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.discovery.prometheus.ScrapeJobSource;
import io.benchstream.discovery.prometheus.TargetListConfig;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connectors at work on real files and threads; their events end in a list. */
class ConnectorFleetIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<LifecycleEvent> sent = new CopyOnWriteArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private @Nullable ConnectorFleet fleet;

  @TempDir private Path directory;

  @AfterEach
  void close() {
    if (fleet != null) {
      fleet.close();
    }
  }

  private void start(ConnectorSpec... specs) {
    ConnectorFleet started =
        new ConnectorFleet(List.of(specs), sent::addAll, meters, Clock.systemUTC());
    fleet = started;
    started.clusters().forEach(cluster -> started.own(cluster, List.of()));
  }

  private static ConnectorSpec spec(
      String cluster, Duration interval, @Nullable Duration removeAfter, Supplier<Source> opener) {
    return new ConnectorSpec(
        cluster,
        cluster,
        "/test/" + cluster,
        interval,
        Duration.ofMillis(200),
        removeAfter,
        opener);
  }

  private ConnectorSpec files(String cluster, Path file, @Nullable Duration removeAfter) {
    TargetListConfig config = new TargetListConfig(List.of(file), null, "nodes", null, null, null);
    Pages none =
        request -> {
          throw new SourceException("no network here");
        };
    // Longer than the test: what happens, happens because the file is watched.
    return spec(
        cluster,
        Duration.ofMinutes(10),
        removeAfter,
        () -> ScrapeJobSource.of(config, cluster, cluster, Map.of(), none, Clock.systemUTC()));
  }

  private void write(Path file, String text) throws Exception {
    Path next = Files.writeString(directory.resolve("next"), text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private List<String> addresses(String job) {
    return sent.stream()
        .filter(event -> job.equals(event.getJob()))
        .reduce((a, b) -> b)
        .map(event -> event.getEndpoints().stream().map(e -> e.getAddress()).toList())
        .orElse(List.of());
  }

  private double gauge(String name, String connector) {
    return meters.get(name).tag("connector", connector).gauge().value();
  }

  @Test
  void aFileIsWatchedAndAHalfWrittenOneLosesNothing() throws Exception {
    Path file = directory.resolve("nodes.json");
    write(file, "[{\"targets\": [\"a:1\", \"b:1\"]}]");
    start(files("lab", file, null));
    await().atMost(PATIENCE).until(() -> addresses("nodes").equals(List.of("a:1", "b:1")));

    write(file, "[{\"targets\": [\"a:1\"]}]");
    await().atMost(PATIENCE).until(() -> addresses("nodes").equals(List.of("a:1")));

    int before = sent.size();
    Files.writeString(file, "[{\"targets\": [\"a:1\", \"c:1\"");
    await().atMost(PATIENCE).until(() -> gauge("benchstream_connector_up", "lab") == 0);
    // Told stale, and nothing taken away.
    await().atMost(PATIENCE).until(() -> sent.size() > before);
    assertThat(sent.subList(before, sent.size()))
        .allSatisfy(
            event -> {
              assertThat(event.getJob()).isNull();
              assertThat(event.getAttributes()).containsKey(Announcer.STALE_SINCE);
            });
    assertThat(gauge("benchstream_connector_stale_seconds", "lab")).isPositive();

    write(file, "[{\"targets\": [\"a:1\", \"c:1\"]}]");
    await().atMost(PATIENCE).until(() -> addresses("nodes").equals(List.of("a:1", "c:1")));
    await().atMost(PATIENCE).until(() -> gauge("benchstream_connector_up", "lab") == 1);
  }

  @Test
  void aLostSourceIsTakenAwayOnlyAfterItsTime() throws Exception {
    Path file = directory.resolve("gone.json");
    write(file, "[{\"targets\": [\"a:1\"]}]");
    start(files("short", file, Duration.ofMillis(500)));
    await().atMost(PATIENCE).until(() -> addresses("nodes").equals(List.of("a:1")));

    Files.delete(file);

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                sent.stream()
                        .filter(event -> event.getPhase() == Phase.DELETED)
                        .map(LifecycleEvent::getJob)
                        .filter(job -> "nodes".equals(job))
                        .count()
                    == 1);
  }

  @Test
  void theFaultsOfOneReachNoOther() throws Exception {
    Path file = directory.resolve("fine.json");
    write(file, "[{\"targets\": [\"a:1\"]}]");
    start(
        spec(
            "broken",
            Duration.ofMillis(200),
            null,
            () -> {
              throw new IllegalStateException("a fault of the connector");
            }),
        spec(
            "hanging",
            Duration.ofMillis(200),
            null,
            () ->
                () -> {
                  Thread.sleep(Duration.ofMinutes(10));
                  return Snapshot.of(List.of());
                }),
        files("fine", file, null));

    await().atMost(PATIENCE).until(() -> addresses("nodes").equals(List.of("a:1")));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                meters
                        .get("benchstream_connector_reads")
                        .tag("connector", "broken")
                        .tag("outcome", "failure")
                        .counter()
                        .count()
                    >= 2);
  }

  @Test
  void whatIsNotOwnedIsNotRun() throws Exception {
    Path file = directory.resolve("owned.json");
    write(file, "[{\"targets\": [\"a:1\"]}]");
    start(files("owned", file, null));
    await().atMost(PATIENCE).until(() -> addresses("nodes").equals(List.of("a:1")));

    if (fleet != null) {
      fleet.disown("owned");
    }

    assertThat(gauge("benchstream_connector_running", "owned")).isZero();
  }
}
