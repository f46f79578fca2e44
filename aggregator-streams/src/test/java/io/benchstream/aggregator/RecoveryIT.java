package io.benchstream.aggregator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.aggregator.recipe.RecipeLoader;
import io.benchstream.aggregator.replay.ReplaySettings;
import io.benchstream.aggregator.replay.SamplesReplay;
import io.benchstream.aggregator.topology.KpiKey;
import io.benchstream.aggregator.window.ScrapeMaker;
import io.benchstream.aggregator.window.Undisturbed;
import io.benchstream.aggregator.window.Windows;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Final KPIs after instances were killed and moved are those of an undisturbed run, each once. */
@ExtendWith(SharedParts.class)
class RecoveryIT {
  private static final Duration WINDOW = Duration.ofSeconds(1);

  /** Long enough for a machine that has other things to do. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final int KILLS = 5;

  @TempDir Path directory;

  @Test
  void killedFiveTimesInMidWindowItGivesTheSameKpisOnce(LocalBroker broker, LocalRegistry registry)
      throws Exception {
    try (AggregatorWorld world = new AggregatorWorld(broker, registry, "killed", 4);
        Traffic traffic = new Traffic(world)) {
      Path config = configFile(world);
      Process aggregator = launch(config);
      try {
        for (int kill = 0; kill < KILLS; kill++) {
          int before = world.finals().size();
          await()
              .atMost(AggregatorWorld.PATIENCE)
              .pollInterval(Duration.ofMillis(200))
              .until(() -> world.finals().size() > before);
          aggregator.destroyForcibly().waitFor();
          aggregator = launch(config);
        }
        compare(world, traffic.finish());
      } finally {
        aggregator.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void twoInstancesShareTheWorkAndStateMovesWhenOneStops(LocalBroker broker, LocalRegistry registry)
      throws Exception {
    try (AggregatorWorld world = new AggregatorWorld(broker, registry, "shared", 4);
        Traffic traffic = new Traffic(world)) {
      AggregatorWorld.Instance first =
          world.start(world.config(directory.resolve("first"), WINDOW, GRACE));
      await().atMost(AggregatorWorld.PATIENCE).until(() -> counted(first) > 0);
      AggregatorWorld.Instance second =
          world.start(world.config(directory.resolve("second"), WINDOW, GRACE));
      await().atMost(AggregatorWorld.PATIENCE).until(() -> counted(second) > 0);
      double before = counted(first);
      await().atMost(AggregatorWorld.PATIENCE).until(() -> counted(first) > before);
      first.close();
      double atStop = counted(second);
      await().atMost(AggregatorWorld.PATIENCE).until(() -> counted(second) > atStop + 40);
      compare(world, traffic.finish(), first, second);
      replay(world);
      second.close();
      await()
          .atMost(AggregatorWorld.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(Thread.getAllStackTraces().keySet())
                      .extracting(Thread::getName)
                      .as("threads of instances that stopped")
                      .noneMatch(name -> name.contains("shared.aggregator")));
    }
  }

  /** What is computed again from the same samples is the same, bit for bit. */
  private static void replay(AggregatorWorld world) {
    Windows windows = new Windows(WINDOW, GRACE);
    await().atMost(AggregatorWorld.PATIENCE).until(() -> world.finals().size() > 0);
    List<KpiWindow> live = world.finals();
    Instant from =
        live.stream().map(KpiWindow::getWindowStart).min(Comparator.naturalOrder()).orElseThrow();
    Instant to =
        live.stream().map(KpiWindow::getWindowEnd).max(Comparator.naturalOrder()).orElseThrow();
    List<KpiWindow> again = new ArrayList<>();
    new SamplesReplay(world.kafka, new RecipeLoader().defaults())
        .run(
            new ReplaySettings(windows, from, to, ReplaySettings.USUAL_LEAD),
            again::add,
            read -> {});
    assertThat(again).containsExactlyInAnyOrderElementsOf(live);

    Instant middle = from.plusSeconds(Duration.between(from, to).toSeconds() / 2);
    List<KpiWindow> half = new ArrayList<>();
    new SamplesReplay(world.kafka, new RecipeLoader().defaults())
        .run(
            new ReplaySettings(windows, middle, to, ReplaySettings.USUAL_LEAD),
            half::add,
            read -> {});
    assertThat(half)
        .containsExactlyInAnyOrderElementsOf(
            live.stream().filter(kpi -> kpi.getWindowEnd().isAfter(middle)).toList());
  }

  private static double counted(AggregatorWorld.Instance instance) {
    return records(instance, "counted");
  }

  private static double records(AggregatorWorld.Instance instance, String verdict) {
    return instance.meter("benchstream_aggregator_records", "verdict", verdict);
  }

  private static void compare(
      AggregatorWorld world, List<Scrape> records, AggregatorWorld.Instance... instances) {
    Map<String, KpiWindow> expected = new HashMap<>();
    Undisturbed.kpis(new Windows(WINDOW, GRACE), records)
        .forEach(kpi -> expected.put(id(kpi), kpi));
    await()
        .atMost(AggregatorWorld.PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .untilAsserted(
            () ->
                assertThat(world.finals().stream().map(RecoveryIT::id))
                    .containsAll(expected.keySet()));
    for (AggregatorWorld.Instance instance : instances) {
      assertThat(records(instance, "late")).as("scrapes that came after the grace").isZero();
    }
    List<KpiWindow> finals = world.finals();
    assertThat(finals).extracting(RecoveryIT::id).doesNotHaveDuplicates();
    Map<String, KpiWindow> actual = new HashMap<>();
    finals.forEach(kpi -> actual.put(id(kpi), kpi));
    assertThat(actual).containsExactlyInAnyOrderEntriesOf(expected);
  }

  private static String id(KpiWindow kpi) {
    return KpiKey.of(kpi.getScope(), kpi.getKpi()) + " " + kpi.getWindowEnd();
  }

  private Path configFile(AggregatorWorld world) throws IOException {
    return Files.writeString(
        directory.resolve("aggregator.yaml"),
        """
        kafka:
          bootstrap_servers: %s
          registry_url: %s
          topics: {prefix: "%s", partitions: 4, replication_factor: 1}
        server: {port: 0}
        instance_id: one
        window: 1s
        grace: 10s
        provisional_interval: 1s
        state_dir: %s
        """
            .formatted(
                world.kafka.bootstrapServers(),
                world.kafka.registryUrl(),
                world.kafka.topics().prefix(),
                directory.resolve("state")));
  }

  private Process launch(Path config) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "--config",
            config.toString())
        .redirectErrorStream(true)
        .redirectOutput(
            ProcessBuilder.Redirect.appendTo(directory.resolve("aggregator.log").toFile()))
        .start();
  }

  /** Three servers of two jobs, scraped ten times a second until it is told to finish. */
  private static final class Traffic implements AutoCloseable {
    private final AggregatorWorld world;
    private final Random random = new Random(7);
    private final List<Scrape> records = new ArrayList<>();
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final Future<?> sending;
    private volatile boolean finished;

    Traffic(AggregatorWorld world) {
      this.world = world;
      this.sending = executor.submit(this::run);
    }

    private void run() {
      ScrapeMaker[] servers = new ScrapeMaker[3];
      VllmPage[] pages = new VllmPage[servers.length];
      for (int i = 0; i < servers.length; i++) {
        servers[i] = new ScrapeMaker("s" + i, "c1", "job" + i / 2, Duration.ofMillis(100));
        pages[i] = new VllmPage(random, 1_000);
      }
      while (!finished) {
        for (int i = 0; i < servers.length; i++) {
          send(servers[i].page(System.currentTimeMillis(), pages[i].next()));
        }
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(90).toNanos());
      }
      for (ScrapeMaker server : servers) {
        send(server.without(System.currentTimeMillis() + 1, ScrapeOutcome.REMOVED));
      }
    }

    private void send(List<Scrape> scrape) {
      world.send(scrape);
      records.addAll(scrape);
    }

    /** Everything that was sent. */
    List<Scrape> finish() throws Exception {
      finished = true;
      sending.get();
      return records;
    }

    @Override
    public void close() {
      finished = true;
      executor.close();
    }
  }
}
