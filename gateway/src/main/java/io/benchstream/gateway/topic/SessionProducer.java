package io.benchstream.gateway.topic;

import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.gateway.session.SessionSink;
import io.benchstream.gateway.view.SessionCatalogue;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.UnavailableException;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Writes sessions, and waits until the view has them. Thread-safe. */
public final class SessionProducer implements SessionSink, Component {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A broker takes records of 1 MB by default. */
  private static final int MOST_BYTES = 900_000;

  private final EventSink events;
  private final SessionCatalogue catalogue;
  private final RecordWriter<Session> writer;
  private final Producer<byte[], byte[]> producer;

  /** Where events go; it returns once the broker has them. */
  @FunctionalInterface
  public interface EventSink {
    void send(List<LifecycleEvent> events) throws ExecutionException, InterruptedException;
  }

  public SessionProducer(
      KafkaClients clients, RegistryRecords records, EventSink events, SessionCatalogue catalogue) {
    this.events = events;
    this.catalogue = catalogue;
    writer = records.writer(Topic.SESSIONS, new Backoff(3, Duration.ofMillis(200), PATIENCE));
    int patience = (int) PATIENCE.toMillis();
    producer =
        clients.producer(
            Map.of(
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                patience,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                patience / 2,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                patience));
  }

  @Override
  public void start() {}

  @Override
  public void write(String id, @Nullable Session session) {
    RecordMetadata written = blocking(() -> producer.send(record(id, session)).get());
    boolean seen =
        blocking(() -> catalogue.awaitOffset(written.partition(), written.offset(), PATIENCE));
    if (!seen) {
      throw unavailable("the gateway's view is behind the topic");
    }
  }

  private synchronized ProducerRecord<byte[], byte[]> record(String id, @Nullable Session session) {
    if (session == null) {
      return writer.tombstone(id);
    }
    ProducerRecord<byte[], byte[]> record = writer.record(id, session);
    if (record.value().length > MOST_BYTES) {
      throw new ProblemException(
          Problem.of(
              409,
              "Conflict",
              "session '%s' would have %d bytes with that, the most is %d; open another session for further targets and windows"
                  .formatted(id, record.value().length, MOST_BYTES)));
    }
    return record;
  }

  @Override
  public void send(List<LifecycleEvent> all) {
    if (!all.isEmpty()) {
      blocking(
          () -> {
            events.send(all);
            return true;
          });
    }
  }

  /** What may wait for the broker. */
  @FunctionalInterface
  private interface Waiting<T> {
    T get() throws ExecutionException, InterruptedException;
  }

  private static <T> T blocking(Waiting<T> call) {
    try {
      return call.get();
    } catch (UnavailableException e) {
      throw unavailable(String.valueOf(e.getMessage()));
    } catch (ExecutionException e) {
      throw unavailable(
          "the broker did not take it: " + (e.getCause() == null ? e : e.getCause().getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the gateway is being stopped");
    }
  }

  private static ProblemException unavailable(String what) {
    return new ProblemException(
        Problem.comeBack(
            503,
            "Not available",
            what + "; send the same request again, what was done already is not done twice",
            2));
  }

  @Override
  public void close() {
    producer.close(PATIENCE);
  }
}
