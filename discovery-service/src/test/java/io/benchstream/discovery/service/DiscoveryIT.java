package io.benchstream.discovery.service;

import static io.benchstream.discovery.Events.cluster;
import static io.benchstream.discovery.Events.endpoint;
import static io.benchstream.discovery.Events.job;
import static io.benchstream.discovery.Events.running;
import static io.benchstream.discovery.service.World.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.discovery.service.World.Instance;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import io.benchstream.schemas.SessionWindow;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** One instance on a real broker; each test has clusters of its own. */
@ExtendWith(SharedParts.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiscoveryIT {
  private World world;
  private Instance instance;

  @BeforeAll
  void start(LocalBroker broker, LocalRegistry registry) {
    world = new World(broker, registry, "discovery-it");
    instance = world.start();
    world.follow();
  }

  @AfterAll
  void stop() {
    world.close();
  }

  @Test
  void anEventBecomesATargetAUpdateChangesItAndTheEndTakesItAway() {
    world.send(running("life", "1", 1, "life:1", "life:2"));
    eventually(() -> assertThat(targetsOf("life")).containsExactly("life:1", "life:2"));

    world.send(running("life", "1", 2, "life:2", "life:3"));
    eventually(() -> assertThat(targetsOf("life")).containsExactly("life:2", "life:3"));

    world.send(job("life", "1", Phase.COMPLETED, 3).build());
    eventually(() -> assertThat(targetsOf("life")).isEmpty());
    eventually(
        () -> assertThat(world.resource("job/life/1").getPhase()).isEqualTo(Phase.COMPLETED));
  }

  @Test
  void aDeletedClusterTakesItsJobsAlong() {
    world.send(cluster("gone", Phase.RUNNING, 1).setEndpoints(List.of(endpoint("gone:1"))).build());
    world.send(running("gone", "1", 2, "gone:2"));
    world.send(running("gone", "2", 2, "gone:3"));
    eventually(() -> assertThat(targetsOf("gone")).containsExactly("gone:1", "gone:2", "gone:3"));

    world.send(cluster("gone", Phase.DELETED, 3).build());

    eventually(() -> assertThat(targetsOf("gone")).isEmpty());
  }

  @Test
  void duplicatesAndLateEventsWriteNothing() {
    LifecycleEvent event = running("late", "1", 5, "late:1");
    world.send(event);
    eventually(() -> assertThat(targetsOf("late")).containsExactly("late:1"));
    eventually(() -> assertThat(world.resource("job/late/1").getTargetIds()).hasSize(1));
    String id = world.resource("job/late/1").getTargetIds().getFirst();
    double duplicates = instance.count("duplicate");
    double stale = instance.count("stale");

    world.send(event);
    world.send(job("late", "1", Phase.COMPLETED, 4).build());
    world.send(running("late", "1", 3, "late:9"));
    world.send(running("late", "2", 6, "late:2"));

    eventually(() -> assertThat(targetsOf("late")).containsExactly("late:1", "late:2"));
    eventually(() -> assertThat(instance.count("duplicate")).isEqualTo(duplicates + 1));
    eventually(() -> assertThat(instance.count("stale")).isEqualTo(stale + 2));
    assertThat(world.targetRecords).filteredOn(record -> record.endsWith(id)).hasSize(1);
  }

  @Test
  void whatCannotBeUsedGoesToTheDeadLettersAndHoldsUpNothing() {
    double rejected = instance.count("rejected");
    String topic = world.kafka.topics().name(Topic.LIFECYCLE);
    world.send(running("poison", "1", 1, "poison:1"));
    int partition = ResourceKeys.partition(ResourceKeys.cluster("poison"), 8);
    byte[] key = "job/poison/2".getBytes(UTF_8);
    var _ = world.producer.send(raw(topic, partition, key, "nonsense".getBytes(UTF_8)));
    var _ = world.producer.send(raw(topic, partition, key, new byte[] {0, 0, 0, 0, 99, 1, 2}));
    var _ = world.producer.send(raw(topic, partition, key, null));
    world.send(running("poison", "2", 1, "no-port"));
    world.send(LifecycleEvent.newBuilder(running("poison", "3", 1)).setKind("nomad").build());
    ProducerRecord<byte[], byte[]> cloudEvent = raw(topic, partition, key, "{}".getBytes(UTF_8));
    cloudEvent.headers().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
    var _ = world.producer.send(cloudEvent);
    world.send(running("poison", "4", 1, "poison:4"));

    eventually(() -> assertThat(targetsOf("poison")).containsExactly("poison:1", "poison:4"));
    eventually(() -> assertThat(instance.count("rejected")).isEqualTo(rejected + 6));
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    eventually(
        () -> {
          letters.clear();
          world.all(Topic.DEAD_LETTERS).stream()
              .filter(letter -> new String(letter.key(), UTF_8).startsWith("job/poison/"))
              .forEach(letters::add);
          assertThat(letters).hasSize(6);
        });
    assertThat(letters)
        .extracting(letter -> header(letter, DeadLetters.REASON))
        .satisfiesExactlyInAnyOrder(
            reason -> assertThat(reason).contains("not an Avro record"),
            reason -> assertThat(reason).contains("99"),
            reason -> assertThat(reason).contains("has no value"),
            reason ->
                assertThat(reason)
                    .contains("endpoints[0].address: 'no-port' has no port; write host:port"),
            reason -> assertThat(reason).contains("kind: 'nomad' is not a monitor profile"),
            reason -> assertThat(reason).contains("neither a CloudEvent"));
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(header(letter, DeadLetters.STAGE)).isEqualTo("discovery");
              assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo(topic);
            });
  }

  @Test
  void anEventOnAnotherPartitionIsMovedToItsClusters() {
    LifecycleEvent event = running("moved", "1", 1, "moved:1");
    int home = ResourceKeys.partition(ResourceKeys.cluster("moved"), 8);
    ProducerRecord<byte[], byte[]> astray = world.onPartition(world.record(event), (home + 1) % 8);
    var _ = world.producer.send(astray);

    eventually(() -> assertThat(targetsOf("moved")).containsExactly("moved:1"));
    assertThat(world.all(Topic.LIFECYCLE))
        .filteredOn(record -> new String(record.key(), UTF_8).equals("job/moved/1"))
        .satisfiesExactlyInAnyOrder(
            record -> assertThat(record.partition()).isEqualTo((home + 1) % 8),
            record -> {
              assertThat(record.partition()).isEqualTo(home);
              assertThat(header(record, TransactionalWriter.MOVED_FROM))
                  .isEqualTo(Integer.toString((home + 1) % 8));
            });

    // One that claims to have been moved and is still astray does not go round for ever.
    ProducerRecord<byte[], byte[]> lost =
        world.onPartition(world.record(running("moved", "2", 1, "moved:2")), (home + 2) % 8);
    lost.headers().add(TransactionalWriter.MOVED_FROM, "0".getBytes(UTF_8));
    var _ = world.producer.send(lost);
    eventually(
        () ->
            assertThat(world.all(Topic.DEAD_LETTERS))
                .anySatisfy(
                    letter ->
                        assertThat(header(letter, DeadLetters.REASON))
                            .contains("belongs on " + home)));
  }

  @Test
  void aBenchmarkHasItsSession() {
    LifecycleEvent.Builder benchmark =
        job("bench", "7", Phase.RUNNING, 1).setLabels(Map.of("benchmark", "true"));
    world.send(benchmark.setEndpoints(List.of(endpoint("bench:1"))).build());
    eventually(
        () ->
            assertThat(world.session("bench-7-20260101T000001Z").getState())
                .isEqualTo(SessionState.OPEN));

    world.send(job("bench", "7", Phase.FAILED, 9).build());
    eventually(
        () ->
            assertThat(world.session("bench-7-20260101T000001Z").getState())
                .isEqualTo(SessionState.ENDED));
  }

  @Test
  void whatWasAddedToASessionOutlivesItsJob(LocalBroker broker, LocalRegistry registry) {
    String id = "kept-7-20260101T000001Z";
    SessionWindow window =
        new SessionWindow(
            "w", Instant.ofEpochSecond(1_767_225_601), Instant.ofEpochSecond(1_767_225_605));
    try (World own = new World(broker, registry, "discovery-kept")) {
      World.Instance first = own.start();
      own.follow();
      own.send(
          job("kept", "7", Phase.RUNNING, 1)
              .setLabels(Map.of("benchmark", "true"))
              .setEndpoints(List.of(endpoint("kept:1")))
              .build());
      eventually(() -> assertThat(own.session(id).getState()).isEqualTo(SessionState.OPEN));
      own.write(
          Session.newBuilder(own.session(id))
              .setWindows(List.of(window))
              .setDirectories(Map.of("w", "nightly"))
              .build());
      eventually(() -> assertThat(own.session(id).getWindows()).containsExactly(window));
      first.close();
      own.start(); // it must read what stands before it goes on

      own.send(job("kept", "7", Phase.COMPLETED, 9).build());
      eventually(() -> assertThat(own.session(id).getState()).isEqualTo(SessionState.ENDED));
      assertThat(own.session(id).getWindows()).containsExactly(window);
      assertThat(own.session(id).getDirectories()).containsEntry("w", "nightly");
    }
  }

  /** A view that stands still would take back what the gateway writes. */
  @Test
  void noSessionIsWrittenByAViewThatIsNoLongerFollowed(LocalBroker broker, LocalRegistry registry) {
    String id = "stale-7-20260101T000001Z";
    try (World own = new World(broker, registry, "discovery-stale")) {
      World.Instance first = own.start();
      Thread follower = thread("follow-" + own.kafka.topics().name(Topic.SESSIONS));
      own.follow();
      own.send(job("stale", "7", Phase.RUNNING, 1).setLabels(Map.of("benchmark", "true")).build());
      eventually(() -> assertThat(own.session(id).getState()).isEqualTo(SessionState.OPEN));
      eventually(() -> assertThat(own.resource("job/stale/7").getPhase()).isEqualTo(Phase.RUNNING));

      follower.interrupt();
      eventually(() -> assertThat(follower.isAlive()).isFalse());
      own.send(job("stale", "7", Phase.COMPLETED, 9).build());

      eventually(
          () ->
              assertThat(first.context.health().unready())
                  .hasEntrySatisfying(
                      "discovery", why -> assertThat(why).contains("restart the service")));
      assertThat(own.session(id).getState()).isEqualTo(SessionState.OPEN);
      assertThat(own.resource("job/stale/7").getPhase()).isEqualTo(Phase.RUNNING);
      first.close();
      own.start();
      eventually(() -> assertThat(own.session(id).getState()).isEqualTo(SessionState.ENDED));
    }
  }

  private static Thread thread(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> targetsOf(String cluster) {
    return world.targets.values().stream()
        .filter(target -> target.getCluster().equals(cluster))
        .map(target -> target.getAddress())
        .sorted()
        .toList();
  }

  private static ProducerRecord<byte[], byte[]> raw(
      String topic, int partition, byte[] key, byte @Nullable [] value) {
    return new ProducerRecord<>(topic, partition, key, value);
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(World.PATIENCE).ignoreExceptions().untilAsserted(assertion);
  }
}
