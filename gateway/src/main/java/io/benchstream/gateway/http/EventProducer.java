package io.benchstream.gateway.http;

import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import io.benchstream.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Writes lifecycle events and waits for the broker's word. Thread-safe. */
final class EventProducer implements Component {
  /** The most that the discovery service takes, which writes an event's state as one record. */
  private static final int MOST_EVENT_BYTES = 512 * 1024;

  /** How long a request may wait for the broker. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Topics topics;
  private final Producer<byte[], byte[]> producer;
  private final RecordWriter<LifecycleEvent> writer;

  EventProducer(KafkaClients clients, RegistryRecords records) {
    topics = clients.config().topics();
    writer = records.writer(Topic.LIFECYCLE, new Backoff(3, Duration.ofMillis(200), PATIENCE));
    producer =
        clients.producer(
            Map.of(
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                (int) PATIENCE.toMillis(),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis() / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                (int) PATIENCE.toMillis()));
  }

  @Override
  public void start() {}

  /**
   * Writes the events, in order; returns once all are acknowledged. Blocks.
   *
   * @throws ProblemException where one is too large; then none was written
   * @throws io.benchstream.runtime.kafka.UnavailableException where the registry is away; then none
   *     was written
   * @throws ExecutionException where the broker did not take one; then some may be written
   */
  void send(List<LifecycleEvent> events) throws ExecutionException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
    synchronized (this) { // the writer is for one thread, and a batch stays in one piece
      List<ProducerRecord<byte[], byte[]>> records = events.stream().map(this::record).toList();
      for (ProducerRecord<byte[], byte[]> record : records) {
        Future<RecordMetadata> each = producer.send(record);
        sent.add(each);
        if (each.state() == Future.State.FAILED) {
          break; // the broker is away: each further one would wait as long, with the lock held
        }
      }
    }
    for (Future<RecordMetadata> each : sent) {
      each.get();
    }
  }

  private ProducerRecord<byte[], byte[]> record(LifecycleEvent event) {
    String key = ResourceKeys.of(event.getCluster(), event.getJob());
    ProducerRecord<byte[], byte[]> record = writer.record(key, event);
    if (record.value().length > MOST_EVENT_BYTES) {
      throw new ProblemException(
          Problem.badRequest(
              "data.endpoints",
              "event '%s' has %d bytes, the most is %d; announce its endpoints as several jobs"
                  .formatted(event.getId(), record.value().length, MOST_EVENT_BYTES)));
    }
    return new ProducerRecord<>(
        record.topic(),
        ResourceKeys.partition(key, topics.partitions(Topic.LIFECYCLE)),
        record.key(),
        record.value(),
        record.headers());
  }

  @Override
  public void close() {
    producer.close(PATIENCE);
  }
}
