package io.benchstream.cli.connection;

import io.benchstream.cli.console.CommandFailure;
import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicFollower;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The clients of one command: reads, follows and writes topics, and tells failures in words. */
public final class KafkaSession implements AutoCloseable {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
  private static final Duration READ_WITHIN = Duration.ofSeconds(60);

  private final KafkaConfig config;
  private final KafkaClients clients;
  private final RegistryRecords records;
  private @Nullable Producer<byte[], byte[]> producer;

  /** Receives the records of a topic. */
  @FunctionalInterface
  public interface Listener<T> {
    /**
     * A record.
     *
     * @param value null where the record deletes its key
     */
    void record(String key, @Nullable T value);
  }

  private KafkaSession(KafkaConfig config) {
    this.config = config;
    this.clients = new KafkaClients(config, "benchstream-cli", new SimpleMeterRegistry());
    this.records = new RegistryRecords(config);
  }

  /**
   * Connects.
   *
   * @throws CommandFailure where the broker does not answer
   */
  public static KafkaSession open(KafkaConfig config) {
    KafkaSession session = new KafkaSession(config);
    try (Admin admin = session.clients.admin()) {
      session.answer(admin.describeCluster().nodes().toCompletionStage().toCompletableFuture());
      return session;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  public Topics topics() {
    return config.topics();
  }

  /** The topics of the catalogue as they stand on the broker. */
  public List<TopicState> topicStates() {
    try (Admin admin = clients.admin()) {
      return new TopicInspection(admin, this).inspect();
    }
  }

  /**
   * Follows a topic until the returned object is closed.
   *
   * @param from records from this time on; null begins at the start of the topic
   * @param listener called on a thread of its own
   */
  public <T extends SpecificRecord> AutoCloseable follow(
      Topic topic, Class<T> type, @Nullable Instant from, Listener<T> listener) {
    TopicFollower<T> follower = follower(topic, type, from, listener);
    follower.start();
    return follower;
  }

  /** Reads a topic from its start, or from a time, to its end. */
  public <T extends SpecificRecord> void readToEnd(
      Topic topic, Class<T> type, @Nullable Instant from, Listener<T> listener) {
    try (TopicFollower<T> follower = follower(topic, type, from, listener)) {
      follower.start();
      if (!follower.awaitCaughtUp(READ_WITHIN)) {
        throw new CommandFailure(
            "%s could not be read to its end within %d s; is the registry at %s up?"
                .formatted(topics().name(topic), READ_WITHIN.toSeconds(), config.registryUrl()));
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Writes a record and waits until the broker has it.
   *
   * @return where it stands, as topic-partition@offset
   */
  public <T extends SpecificRecord> String send(Topic topic, String key, T value) {
    ProducerRecord<byte[], byte[]> record = records.<T>writer(topic).record(key, value);
    RecordMetadata sent =
        answer(
            producer()
                .send(topic == Topic.LIFECYCLE ? onItsPartition(topic, key, record) : record));
    return "%s-%d@%d".formatted(sent.topic(), sent.partition(), sent.offset());
  }

  private synchronized Producer<byte[], byte[]> producer() {
    Producer<byte[], byte[]> made = producer;
    if (made == null) {
      int patience = (int) ANSWER_WITHIN.toMillis();
      made =
          clients.producer(
              Map.of(
                  ProducerConfig.MAX_BLOCK_MS_CONFIG, patience,
                  ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, patience,
                  ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, patience / 2));
      producer = made;
    }
    return made;
  }

  /** The events of a cluster and its jobs stay in order only on the cluster's partition. */
  private ProducerRecord<byte[], byte[]> onItsPartition(
      Topic topic, String key, ProducerRecord<byte[], byte[]> record) {
    return new ProducerRecord<>(
        record.topic(),
        ResourceKeys.partition(key, topics().partitions(topic)),
        record.key(),
        record.value(),
        record.headers());
  }

  private <T extends SpecificRecord> TopicFollower<T> follower(
      Topic topic, Class<T> type, @Nullable Instant from, Listener<T> listener) {
    return new TopicFollower<>(
        clients,
        topics().name(topic),
        from,
        records.reader(type),
        new Health(),
        (String key, @Nullable T value, ConsumerRecord<byte[], byte[]> record) ->
            listener.record(key, value));
  }

  /** Waits for an answer of the broker, and tells its absence in words. */
  <T> T answer(Future<T> pending) {
    try {
      return pending.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new CommandFailure(
          "the broker at %s does not answer%s"
              .formatted(
                  config.bootstrapServers(),
                  cause.getMessage() == null ? "" : ": " + cause.getMessage()),
          e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static CommandFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new CommandFailure("interrupted", e);
  }

  @Override
  public synchronized void close() {
    if (producer != null) {
      producer.close();
    }
    records.close();
    clients.close();
  }
}
