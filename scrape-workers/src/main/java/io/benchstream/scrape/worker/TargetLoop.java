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
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

  private final KafkaClients clients;
  private final RegistryRecords records;
  private final Lanes lanes;
  private final TargetReader reader;
  private final Producer<byte[], byte[]> letterProducer;
  private final DeadLetters letters;
  private final Health.Check readiness;
  private final String topic;
  private final Consumer<byte[], byte[]> consumer;
  private final OwnedPartitions partitions;
  private final Thread thread;
  private volatile boolean consuming;
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
    this.consumer =
        clients.groupConsumer(
            settings.group(),
            Map.of(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName(),
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                sessionMillis(clients.config()),
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                HEARTBEAT_MILLIS));
    this.partitions =
        new OwnedPartitions(
            consumer, lanes, clock, settings.releasePatience(), letterProducer::flush);
    this.thread = new Thread(this::run, "targets");
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
    consumer.wakeup();
    if (thread.isAlive()) {
      stopThread();
    } else {
      consumer.close();
    }
    lanes.close();
    letterProducer.close();
  }

  private void stopThread() {
    try {
      if (!consuming) {
        thread.interrupt(); // It waits for the broker or the registry.
      }
      if (!thread.join(STOP_PATIENCE)) {
        thread.interrupt();
        thread.join(STOP_PATIENCE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try (consumer) {
      readiness.notReady("waiting for broker and registry");
      Contracts.ensure(clients, records);
      lanes.start();
      readiness.notReady("joining the group");
      RecordReader<Target> decoder = records.reader(Target.class);
      consuming = true;
      consumer.subscribe(List.of(topic), partitions);
      while (!closing) {
        turn(decoder);
      }
    } catch (RuntimeException e) {
      if (!closing) {
        readiness.notReady("stopped: " + e.getMessage());
        LOG.error("the worker has stopped following its targets; restart it", e);
      }
    }
  }

  private void turn(RecordReader<Target> decoder) {
    ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
    partitions.prepare();
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      OwnedPartition partition = partitions.get(record.topic(), record.partition());
      if (partition != null) {
        take(partition, record, decoder);
      }
    }
    partitions.claim();
    if (partitions.joined()) {
      if (partitions.allClaimed()) {
        readiness.ready();
      } else {
        readiness.notReady("reading targets");
      }
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
      lanes.on(target.id(), lane -> lane.scrape(target, ownership, Claim.NOT_RELEASED));
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
