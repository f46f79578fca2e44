package io.benchstream.discovery.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.discovery.inventory.Change;
import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Writes changes, dead letters and offsets, all of a batch or nothing. Once a call has failed, the
 * writer is of no more use: it is closed and another one with the same id takes its place, whose
 * start ends the transaction left open. Not thread-safe.
 */
final class TransactionalWriter implements AutoCloseable {
  /** On an event that stood on another partition than its cluster's; holds that partition. */
  static final String MOVED_FROM = "benchstream.moved-from-partition";

  private static final String STAGE = "discovery";

  /**
   * After this time the broker ends the transaction of a killed instance, when it looks next
   * (transaction.abort.timed.out.transaction.cleanup.interval.ms). The successor waits for that.
   */
  private static final String TRANSACTION_TIMEOUT_MS = "5000";

  private final Topics topics;
  private final Producer<byte[], byte[]> producer;
  private final DeadLetters deadLetters;
  private final RecordWriter<Resource> resources;
  private final RecordWriter<Target> targets;
  private final RecordWriter<Session> sessions;
  private final UnaryOperator<Session> carryOver;

  /**
   * A writer that has not begun.
   *
   * @param carryOver adds to a session what others have written of it
   */
  TransactionalWriter(
      KafkaClients clients,
      RegistryRecords records,
      UnaryOperator<Session> carryOver,
      String transactionalId,
      MeterRegistry meters,
      Clock clock) {
    topics = clients.config().topics();
    this.carryOver = carryOver;
    resources = records.writer(Topic.RESOURCES);
    targets = records.writer(Topic.TARGETS);
    sessions = records.writer(Topic.SESSIONS);
    producer =
        clients.producer(
            Map.of(
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                transactionalId,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                TRANSACTION_TIMEOUT_MS,
                // A batch ends with a commit, which sends what waits.
                ProducerConfig.LINGER_MS_CONFIG,
                "0",
                // The broker may still be ending the last transaction; that takes milliseconds.
                ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
                "20",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                "10000",
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                "5000",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                "10000"));
    deadLetters = new DeadLetters(producer, topics, meters, clock);
  }

  /** Ends what an earlier writer of the id left open; before anything else. */
  void init() {
    producer.initTransactions();
  }

  void begin() {
    producer.beginTransaction();
  }

  void write(Change change) {
    send(
        switch (change) {
          case Change.PutResource(String key, Resource resource) ->
              onPartition(Topic.RESOURCES, resources.record(key, resource));
          case Change.RemoveResource(String key) ->
              onPartition(Topic.RESOURCES, resources.tombstone(key));
          case Change.PutTarget(Target target) -> targets.record(target.getId(), target);
          case Change.RemoveTarget(String id) -> targets.tombstone(id);
          case Change.PutSession(Session session) ->
              sessions.record(session.getId(), carryOver.apply(session));
        });
  }

  /** Puts an event on the partition of its cluster. */
  void move(ConsumerRecord<byte[], byte[]> record, String key, int partition) {
    Headers headers = new RecordHeaders(record.headers().toArray());
    headers.add(MOVED_FROM, Integer.toString(record.partition()).getBytes(UTF_8));
    send(
        new ProducerRecord<>(
            record.topic(),
            partition,
            record.timestamp(),
            key.getBytes(UTF_8),
            record.value(),
            headers));
  }

  void refuse(ConsumerRecord<byte[], byte[]> record, String reason) {
    var _ = deadLetters.send(record, STAGE, reason);
  }

  /** Commits, or fails where the group has given the partitions to another member. */
  void commit(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata groupMetadata) {
    producer.sendOffsetsToTransaction(offsets, groupMetadata);
    producer.commitTransaction();
  }

  /** Does not wait for what was not committed. */
  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  private ProducerRecord<byte[], byte[]> onPartition(
      Topic topic, ProducerRecord<byte[], byte[]> record) {
    int partition = ResourceKeys.partition(Keys.text(record.key()), topics.partitions(topic));
    return new ProducerRecord<>(
        record.topic(), partition, null, record.key(), record.value(), record.headers());
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    // A send that fails also fails the commit, which is where it is dealt with.
    var _ = producer.send(record);
  }
}
