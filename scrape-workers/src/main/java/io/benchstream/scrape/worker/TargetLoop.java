package io.benchstream.scrape.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.kafka.Contracts;
import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.scrape.lane.Ownership;
import io.benchstream.scrape.target.ScrapeTarget;
import io.benchstream.scrape.target.TargetReader;
import io.benchstream.scrape.target.TargetReading;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the partitions of {@code targets} that the group gives to this worker, on a thread of its
 * own, and tells the lanes what to scrape.
 *
 * <p>The classic group protocol with a cooperative assignor: measured, a partition is without an
 * owner for half a second when a worker comes, and the others go on. See docs/adr/0002.
 */
final class TargetLoop implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(TargetLoop.class);

  private static final String STAGE = "scrape-workers";
  private static final String SESSION_MILLIS = "6000";
  private static final int HEARTBEAT_MILLIS = 500;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration CLAIMS_PATIENCE = Duration.ofSeconds(1);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

  private final KafkaClients clients;
  private final RegistryRecords records;
  private final Lanes lanes;
  private final TargetReader reader;
  private final Producer<byte[], byte[]> letterProducer;
  private final DeadLetters letters;
  private final Health.Check readiness;
  private final String topic;
  private final WorkerSettings settings;
  private final Clock clock;
  private final HandOvers handOvers;
  private final Thread thread;
  private boolean lanesStarted;

  /** What the thread waits in; null while it does not poll. */
  private volatile @Nullable Consumer<byte[], byte[]> polling;

  private volatile boolean closing;

  TargetLoop(
      KafkaClients clients,
      RegistryRecords records,
      WorkerSettings settings,
      Clock clock,
      Lanes lanes,
      Producer<byte[], byte[]> letterProducer,
      DeadLetters letters,
      Health health) {
    this.clients = clients;
    this.records = records;
    this.lanes = lanes;
    this.reader = new TargetReader(settings.textMode(), settings.largestPage());
    this.letterProducer = letterProducer;
    this.letters = letters;
    this.readiness = health.register("targets");
    this.topic = clients.config().topics().name(Topic.TARGETS);
    this.settings = settings;
    this.clock = clock;
    this.handOvers = new HandOvers(lanes, clock);
    this.thread = new Thread(this::run, "targets");
  }

  private Consumer<byte[], byte[]> consumer() {
    return clients.groupConsumer(
        settings.group(),
        Map.of(
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            CooperativeStickyAssignor.class.getName(),
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
            sessionMillis(clients.config()),
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            HEARTBEAT_MILLIS));
  }

  /** How long a worker may be silent before others take its targets, where nobody says else. */
  private static String sessionMillis(KafkaConfig config) {
    return config
        .properties()
        .getOrDefault(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
  }

  @Override
  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    closing = true;
    if (thread.isAlive()) {
      stopThread();
    }
    lanes.close();
    letterProducer.close();
  }

  private void stopThread() {
    try {
      Consumer<byte[], byte[]> consumer = polling;
      if (consumer == null) {
        thread.interrupt(); // It waits for the broker or the registry, or until it tries again.
      } else {
        consumer.wakeup();
      }
      if (!thread.join(STOP_PATIENCE.plus(settings.releasePatience()))) {
        thread.interrupt();
        thread.join(STOP_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      followUntilClosed();
    } finally {
      handOver();
    }
  }

  private void followUntilClosed() {
    Duration pause = FIRST_PAUSE;
    while (!closing) {
      long begun = System.nanoTime();
      try {
        follow();
      } catch (RuntimeException e) {
        if (closing) {
          return;
        }
        if (System.nanoTime() - begun > LONGEST_PAUSE.toNanos()) {
          pause = FIRST_PAUSE; // It went well for a while.
        }
        readiness.notReady(
            "does not follow its targets, and tries again: %s".formatted(e.getMessage()));
        LOG.error("cannot follow the targets; tries again in {}", pause, e);
        if (!sleep(pause)) {
          return;
        }
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
      }
    }
  }

  private static boolean sleep(Duration pause) {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Follows the targets until it is closed, as a new member of the group. */
  private void follow() {
    readiness.notReady("waiting for broker and registry");
    Contracts.ensure(clients, records);
    if (!lanesStarted) {
      lanes.start();
      lanesStarted = true;
    }
    readiness.notReady("joining the group");
    RecordReader<Target> decoder = records.reader(Target.class);
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      OwnedPartitions partitions =
          new OwnedPartitions(
              consumer, lanes, clock, handOvers, settings.releasePatience(), letterProducer::flush);
      try {
        polling = consumer;
        consumer.subscribe(List.of(topic), partitions);
        while (!closing) {
          turn(consumer, partitions, decoder);
        }
      } catch (RuntimeException e) {
        if (!closing) {
          partitions.abandon();
        }
        throw e;
      } finally {
        polling = null;
      }
    }
  }

  private void turn(
      Consumer<byte[], byte[]> consumer, OwnedPartitions partitions, RecordReader<Target> decoder) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
    partitions.prepare();
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      OwnedPartition partition = partitions.get(record.topic(), record.partition());
      if (partition != null) {
        take(partition, record, decoder);
      }
    }
    partitions.claim();
    handOvers.look(given -> GroupAdmin.claims(consumer.committed(given, CLAIMS_PATIENCE)));
    if (partitions.joined()) {
      if (partitions.allClaimed()) {
        readiness.ready();
      } else {
        readiness.notReady("reading targets");
      }
    }
  }

  /** Goes on with what it has given back until others have it. */
  private void handOver() {
    if (!handOvers.isUnderWay()) {
      return;
    }
    try (GroupAdmin group = new GroupAdmin(clients.admin(), settings.group())) {
      handOvers.finish(group, settings.releasePatience());
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(
      OwnedPartition partition,
      ConsumerRecord<byte[], byte[]> record,
      RecordReader<Target> decoder) {
    if (record.key() == null) {
      refuse(partition, record, "the record has no key; a target's key is its id");
      return;
    }
    String id = new String(record.key(), UTF_8);
    switch (decoder.read(record)) {
      case Decoded.Tombstone<Target> tombstone -> remove(partition, id, record.offset());
      case Decoded.Undecodable<Target>(String reason) -> refuse(partition, record, reason);
      case Decoded.Value<Target>(Target value) -> {
        switch (reader.read(id, value)) {
          case TargetReading.Scraped(ScrapeTarget target) -> put(partition, target);
          case TargetReading.LeftToOthers others -> remove(partition, id, record.offset());
          case TargetReading.Invalid(String reason) -> refuse(partition, record, reason);
        }
      }
    }
  }

  private void put(OwnedPartition partition, ScrapeTarget target) {
    partition.put(target);
    if (partition.isClaimed()) {
      Ownership ownership = partition.ownership();
      lanes.on(target.id(), lane -> lane.scrape(target, ownership, Claim.NONE_LEFT));
    }
  }

  private void remove(OwnedPartition partition, String id, long offset) {
    partition.remove(id, offset);
    if (partition.isClaimed()) {
      lanes.on(id, lane -> lane.remove(id));
    }
  }

  /**
   * Puts a record aside; an earlier version of the target stays as it is. A partition is read again
   * by each owner, but each record is reported once.
   */
  private void refuse(
      OwnedPartition partition, ConsumerRecord<byte[], byte[]> record, String reason) {
    if (!partition.wasSeen(record.offset())) {
      var _ = letters.send(record, STAGE, reason);
    }
  }
}
