package io.benchstream.discovery.service;

import io.benchstream.discovery.event.Intake;
import io.benchstream.discovery.inventory.Change;
import io.benchstream.discovery.inventory.Fate;
import io.benchstream.discovery.inventory.Inventory;
import io.benchstream.discovery.inventory.Outcome;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.topics.ResourceKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of one transaction: applied one after the other, counted once it is committed. */
final class EventBatch {
  private static final Logger LOG = LoggerFactory.getLogger(EventBatch.class);

  private final RecordIntake intake;
  private final TransactionalWriter writer;
  private final int partitions;
  private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
  private final List<Done> done = new ArrayList<>();
  private final List<Resource> changed = new ArrayList<>();
  private int moved;

  private record Done(Fate fate, long timestamp) {}

  /**
   * @param partitions of the topic {@code lifecycle}
   */
  EventBatch(RecordIntake intake, TransactionalWriter writer, int partitions) {
    this.intake = intake;
    this.writer = writer;
    this.partitions = partitions;
  }

  void add(ConsumerRecord<byte[], byte[]> record, Inventory inventory) {
    offsets.put(
        new TopicPartition(record.topic(), record.partition()),
        new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
    switch (intake.read(record)) {
      case Intake.Unreadable(String reason) -> refuse(record, reason);
      case Intake.Invalid invalid -> refuse(record, invalid.reason());
      case Intake.Accepted(LifecycleEvent event) -> {
        String key = ResourceKeys.of(event.getCluster(), event.getJob());
        int home = ResourceKeys.partition(key, partitions);
        if (home == record.partition()) {
          apply(record, event, inventory);
        } else if (record.headers().lastHeader(TransactionalWriter.MOVED_FROM) == null) {
          writer.move(record, key, home);
          moved++;
        } else {
          refuse(
              record,
              "was moved to partition %d and belongs on %d: the topic's partitions were changed"
                  .formatted(record.partition(), home));
        }
      }
    }
  }

  private void apply(
      ConsumerRecord<byte[], byte[]> record, LifecycleEvent event, Inventory inventory) {
    Outcome outcome;
    try {
      outcome = inventory.apply(event);
    } catch (RuntimeException e) {
      // A fault of ours; the event changed nothing, and those behind it are to go on.
      LOG.error("event {} of {} cannot be applied", event.getId(), event.getSource(), e);
      refuse(record, "fault of the discovery service: " + e);
      return;
    }
    if (outcome.fate() == Fate.REJECTED) {
      refuse(record, outcome.detail());
      return;
    }
    for (Change change : outcome.changes()) {
      writer.write(change);
      if (change instanceof Change.PutResource(String key, Resource resource)) {
        changed.add(resource);
      }
    }
    LOG.debug(
        "event {} of {}: {} {}",
        event.getId(),
        event.getSource(),
        outcome.fate().word(),
        outcome.detail());
    done.add(new Done(outcome.fate(), record.timestamp()));
  }

  private void refuse(ConsumerRecord<byte[], byte[]> record, String reason) {
    writer.refuse(record, reason);
    done.add(new Done(Fate.REJECTED, record.timestamp()));
  }

  /** Where the group goes on once the batch is committed. */
  Map<TopicPartition, OffsetAndMetadata> offsets() {
    return offsets;
  }

  /** The resources as they stand once the batch is committed; the later of two holds. */
  List<Resource> changed() {
    return changed;
  }

  /** The batch is committed. */
  void count(EventMeters meters, long nowMillis) {
    for (Done event : done) {
      meters.count(event.fate());
      if (event.fate() == Fate.APPLIED) {
        meters.delay(Duration.ofMillis(Math.max(0, nowMillis - event.timestamp())));
      }
    }
    for (int i = 0; i < moved; i++) {
      meters.countMoved();
    }
  }
}
