package io.benchstream.discovery.service;

import static io.benchstream.discovery.Events.job;
import static io.benchstream.discovery.Events.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.discovery.DiscoveryConfig;
import io.benchstream.discovery.Main;
import io.benchstream.discovery.profile.ScrapeDefaults;
import io.benchstream.discovery.service.World.Instance;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.topics.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Restarts, several instances, fenced producers and transactions that others left open. */
@ExtendWith(SharedParts.class)
class DiscoveryRecoveryIT {
  private static final int JOBS = 300;

  private final LocalBroker broker;
  private final LocalRegistry registry;

  @TempDir private Path directory;

  DiscoveryRecoveryIT(LocalBroker broker, LocalRegistry registry) {
    this.broker = broker;
    this.registry = registry;
  }

  @Test
  void aRestartInMidStreamLosesAndRepeatsNothing() throws Exception {
    try (World world = new World(broker, registry, "restart-it")) {
      Instance first = world.start();
      world.follow();
      Thread events = new Thread(() -> jobs(world, 0, JOBS));
      events.start();
      await().atMost(World.PATIENCE).until(() -> world.targets.size() > JOBS / 10);
      first.close();
      world.start();
      events.join();

      eventually(() -> assertThat(world.addresses()).isEqualTo(addresses(0, JOBS)));
      assertThat(world.targetRecords).hasSize(JOBS);

      world.send(job("c0", "j0", Phase.COMPLETED, 1_000_000).build());
      eventually(() -> assertThat(world.addresses()).doesNotContain("host:1000"));
    }
  }

  @Test
  void instancesShareTheClustersAndOneTakesOverFromAnother() throws Exception {
    try (World world = new World(broker, registry, "share-it")) {
      Instance first = world.start();
      Instance second = world.start();
      world.follow();
      jobs(world, 0, 100);
      eventually(() -> assertThat(world.addresses()).isEqualTo(addresses(0, 100)));
      eventually(() -> assertThat(owned(first)).isBetween(1, 99));
      eventually(() -> assertThat(owned(first) + owned(second)).isEqualTo(100));

      first.close();
      jobs(world, 100, 200);

      eventually(() -> assertThat(world.addresses()).isEqualTo(addresses(0, 200)));
      eventually(() -> assertThat(owned(second)).isEqualTo(200));
      assertThat(world.targetRecords).hasSize(200).doesNotHaveDuplicates();
    }
  }

  /** The goal is 10 s; what is asserted leaves room for a machine that has other work. */
  @Test
  void aKilledInstanceIsReplacedAndNoTargetFlaps() throws Exception {
    try (World world = new World(broker, registry, "killed-it")) {
      Instance survivor = world.start();
      world.follow();
      Process killed = launch(world);
      try {
        jobs(world, 0, 100);
        eventually(() -> assertThat(world.addresses()).isEqualTo(addresses(0, 100)));
        eventually(() -> assertThat(owned(survivor)).isBetween(1, 99));
        Thread traffic = new Thread(() -> jobs(world, 100, 1_000));
        traffic.start();
        await().atMost(World.PATIENCE).until(() -> world.targets.size() > 300);

        killed.destroyForcibly().waitFor();
        long begin = System.nanoTime();
        traffic.join();
        jobs(world, 1_000, 1_100);

        eventually(() -> assertThat(world.addresses()).isEqualTo(addresses(0, 1_100)));
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf("a killed instance was replaced in %.1f s; goal 10 s%n", seconds);
        assertThat(owned(survivor)).isEqualTo(1_100);
        assertThat(world.targetRecords).hasSize(1_100).doesNotHaveDuplicates();
        assertThat(seconds).isLessThan(25);
      } finally {
        killed.destroyForcibly();
      }
    }
  }

  private Process launch(World world) throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("discovery.yml"),
            """
            kafka:
              bootstrap_servers: %s
              registry_url: %s
              topics: {prefix: "%s", partitions: %d, replication_factor: 1}
            server: {port: 0}
            """
                .formatted(
                    world.kafka.bootstrapServers(),
                    world.kafka.registryUrl(),
                    world.kafka.topics().prefix(),
                    world.kafka.topics().partitions(Topic.TARGETS)));
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
        .redirectOutput(directory.resolve("discovery.log").toFile())
        .start();
  }

  @Test
  void aFencedProducerIsReplacedAndTheStateReadAnew() throws Exception {
    try (World world = new World(broker, registry, "fenced-it")) {
      DiscoveryConfig config =
          new DiscoveryConfig(world.kafka, null, "one", null, null, null, null, null, null);
      Instance instance = world.start(config);
      world.follow();
      jobs(world, 0, 10);
      eventually(() -> assertThat(world.targets).hasSize(10));

      try (KafkaClients clients =
              new KafkaClients(world.kafka, "intruder", new SimpleMeterRegistry());
          Producer<byte[], byte[]> intruder =
              clients.producer(Map.of("transactional.id", "fenced-it.discovery-one"))) {
        intruder.initTransactions();
      }
      jobs(world, 10, 20);

      eventually(() -> assertThat(world.addresses()).isEqualTo(addresses(0, 20)));
      eventually(() -> assertThat(instance.ready()).isTrue());
      assertThat(world.targetRecords).hasSize(20);
      assertThat(
              instance
                  .context
                  .metrics()
                  .registry()
                  .get("benchstream_discovery_recoveries")
                  .counter()
                  .count())
          .isPositive();
    }
  }

  @Test
  void waitsForATransactionThatAFormerOwnerLeftOpen() throws Exception {
    try (World world = new World(broker, registry, "open-it")) {
      Instance first = world.start();
      world.follow();
      jobs(world, 0, 5);
      eventually(() -> assertThat(world.targets).hasSize(5));
      first.close();

      try (KafkaClients clients =
              new KafkaClients(world.kafka, "zombie", new SimpleMeterRegistry());
          Producer<byte[], byte[]> zombie =
              clients.producer(
                  Map.of("transactional.id", "open-it.zombie", "transaction.timeout.ms", "3000"))) {
        zombie.initTransactions();
        zombie.beginTransaction();
        String resources = world.kafka.topics().name(Topic.RESOURCES);
        for (int partition = 0; partition < 8; partition++) {
          zombie.send(new ProducerRecord<>(resources, partition, new byte[] {'x'}, null)).get();
        }

        Instance second = world.start();
        eventually(() -> assertThat(owned(second)).isEqualTo(5));
        assertThat(world.targetRecords).hasSize(5);
      }
    }
  }

  @Test
  void changedDefaultsReachTheTargetsThatStandAlready() throws Exception {
    try (World world = new World(broker, registry, "defaults-it")) {
      world.start().close();
      world.follow();
      Instance first = world.start();
      jobs(world, 0, 3);
      eventually(() -> assertThat(world.targets).hasSize(3));
      first.close();

      world.start(
          new DiscoveryConfig(
              world.kafka,
              null,
              null,
              new ScrapeDefaults(Duration.ofSeconds(2), null, null),
              null,
              null,
              null,
              null,
              null));

      eventually(
          () ->
              assertThat(world.targets.values())
                  .hasSize(3)
                  .allSatisfy(
                      target ->
                          assertThat(target.getSettings().getScrapeIntervalMs()).isEqualTo(2000)));
    }
  }

  private static int owned(Instance instance) {
    return (int)
        instance.context.metrics().registry().get("benchstream_discovery_targets").gauge().value();
  }

  private static void jobs(World world, int from, int to) {
    for (int i = from; i < to; i++) {
      world.send(running("c" + i % 20, "j" + i, i, address(i)));
      if (i % 10 == 0) {
        world.producer.flush();
      }
    }
    world.producer.flush();
  }

  private static List<String> addresses(int from, int to) {
    return IntStream.range(from, to).mapToObj(DiscoveryRecoveryIT::address).sorted().toList();
  }

  private static String address(int i) {
    return "host:" + (1000 + i);
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(World.PATIENCE).ignoreExceptions().untilAsserted(assertion);
  }
}
