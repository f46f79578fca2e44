package io.benchstream.cli.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.cli.console.CommandFailure;
import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicFollower;
import io.benchstream.runtime.kafka.UnavailableException;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
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

  /** Some 10 s where the registry refuses connections. */
  private static final Backoff REGISTRY_PATIENCE =
      new Backoff(6, Duration.ofMillis(300), Duration.ofSeconds(5));

  private final KafkaConfig config;
  private final KafkaClients clients;
  private final RegistryRecords records;
  private final Set<Topic> there = EnumSet.noneOf(Topic.class);
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

  /** Receives the records of a topic with all that stands on them. */
  @FunctionalInterface
  public interface RecordListener<T> {
    /**
     * A record that has a value.
     *
     * @param place topic-partition@offset
     * @param headers those that are text
     */
    void record(String place, Instant written, T value, Map<String, String> headers);
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

  /** How many brokers the cluster has. */
  public int brokers() {
    try (Admin admin = clients.admin()) {
      return answer(admin.describeCluster().nodes().toCompletionStage().toCompletableFuture())
          .size();
    }
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
   * @throws CommandFailure where there is no such topic
   */
  public <T extends SpecificRecord> AutoCloseable follow(
      Topic topic, Class<T> type, @Nullable Instant from, Listener<T> listener) {
    requireThere(topic);
    TopicFollower<T> follower = follower(topic, type, from, listener);
    follower.start();
    return follower;
  }

  /**
   * Reads a topic from its start, or from a time, to its end.
   *
   * @throws CommandFailure where there is no such topic, or it cannot be read
   */
  public <T extends SpecificRecord> void readToEnd(
      Topic topic, Class<T> type, @Nullable Instant from, Listener<T> listener) {
    requireThere(topic);
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
   * As {@link #readToEnd}, for those who want more than keys and values.
   *
   * @param other reads values and their headers that are no Avro; throws an {@link
   *     IllegalArgumentException} where they are nothing that it knows
   */
  public <T extends SpecificRecord> void readRecords(
      Topic topic,
      Class<T> type,
      BiFunction<byte[], Map<String, String>, T> other,
      RecordListener<T> listener) {
    try (TopicFollower<T> follower =
        new TopicFollower<>(
            clients,
            topics().name(topic),
            null,
            records.reader(type).or((record, reason) -> read(record, other)),
            new Health(),
            (String key, @Nullable T value, ConsumerRecord<byte[], byte[]> record) -> {
              if (value != null) {
                listener.record(
                    place(record),
                    Instant.ofEpochMilli(record.timestamp()),
                    value,
                    headers(record));
              }
            })) {
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

  private static <T> Decoded<T> read(
      ConsumerRecord<?, byte[]> record, BiFunction<byte[], Map<String, String>, T> other) {
    try {
      return new Decoded.Value<>(other.apply(record.value(), headers(record)));
    } catch (IllegalArgumentException e) {
      return new Decoded.Undecodable<>(String.valueOf(e.getMessage()));
    }
  }

  private static String place(ConsumerRecord<?, ?> record) {
    return "%s-%d@%d".formatted(record.topic(), record.partition(), record.offset());
  }

  private static Map<String, String> headers(ConsumerRecord<?, ?> record) {
    Map<String, String> headers = new HashMap<>();
    record
        .headers()
        .forEach(
            header -> {
              if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), UTF_8));
              }
            });
    return headers;
  }

  /**
   * Writes a record and waits until the broker has it.
   *
   * @return where it stands, as topic-partition@offset
   * @throws CommandFailure where there is no such topic, or broker or registry do not answer
   */
  public <T extends SpecificRecord> String send(Topic topic, String key, T value) {
    requireThere(topic);
    ProducerRecord<byte[], byte[]> record = encode(topic, key, value);
    RecordMetadata sent =
        answer(
            producer()
                .send(topic == Topic.LIFECYCLE ? onItsPartition(topic, key, record) : record));
    return "%s-%d@%d".formatted(sent.topic(), sent.partition(), sent.offset());
  }

  private <T extends SpecificRecord> ProducerRecord<byte[], byte[]> encode(
      Topic topic, String key, T value) {
    try {
      return records.<T>writer(topic, REGISTRY_PATIENCE).record(key, value);
    } catch (UnavailableException e) {
      throw new CommandFailure(
          "%s; start it, or name another with --bootstrap-server and --registry"
              .formatted(e.getMessage()),
          e);
    }
  }

  /** A client of a topic that is not there would wait for it, or make it with other settings. */
  private synchronized void requireThere(Topic topic) {
    if (there.contains(topic)) {
      return;
    }
    String name = topics().name(topic);
    try (Admin admin = clients.admin()) {
      if (!answer(admin.listTopics().names().toCompletionStage().toCompletableFuture())
          .contains(name)) {
        throw new CommandFailure(
            "the broker at %s has no topic %s; with --bootstrap-server its first part is that of --topic-prefix, and the services make it when they start"
                .formatted(config.bootstrapServers(), name));
      }
    }
    there.add(topic);
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
