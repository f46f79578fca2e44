package io.benchstream.publisher.intake;

import static io.benchstream.publisher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.publisher.delivery.EncodingChoice;
import io.benchstream.publisher.delivery.RequestDelivery;
import io.benchstream.publisher.delivery.RetryPolicy;
import io.benchstream.publisher.remotewrite.Compressor;
import io.benchstream.publisher.remotewrite.Encoding;
import io.benchstream.runtime.health.Health;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class WorkerThreadTest {
  private static final String SECRET = "not for everybody";

  private final Health health = new Health();
  private final Health.Check readiness = health.register("test");
  private final Queue<MockConsumer<byte[], byte[]>> consumers = new ConcurrentLinkedQueue<>();

  @Test
  void aWorkerThatFailsIsFollowedByAnother() throws Exception {
    for (int i = 0; i < 3; i++) {
      consumers.add(new MockConsumer<>("earliest"));
    }
    List<MockConsumer<byte[], byte[]>> all = List.copyOf(consumers);
    all.get(0).setPollException(new KafkaException(SECRET));
    all.get(1).setPollException(new KafkaException(SECRET));
    WorkerThread thread = new WorkerThread("test", this::worker, _ -> 10L, readiness);
    thread.start();

    await().until(() -> consumers.isEmpty() && !all.get(2).subscription().isEmpty());
    assertThat(all.get(0).closed()).isTrue();
    assertThat(all.get(1).closed()).isTrue();
    assertThat(health.unready().toString()).contains("KafkaException").doesNotContain(SECRET);

    thread.stop();
    thread.join();
    assertThat(all.get(2).closed()).isTrue();
  }

  @Test
  void itEndsDuringAPauseToo() throws Exception {
    consumers.add(new MockConsumer<>("earliest"));
    consumers.element().setPollException(new KafkaException(SECRET));
    WorkerThread thread = new WorkerThread("test", this::worker, _ -> 3_600_000L, readiness);
    thread.start();
    await().until(() -> health.unready().toString().contains("begins again"));

    thread.stop();

    await().until(() -> !thread.isAlive());
  }

  private DestinationWorker worker() {
    return new DestinationWorker(
        "test",
        new DestinationWorker.Parts(
            consumers.remove(),
            List.of("kpis"),
            "samples",
            _ -> {
              throw new AssertionError("there are no records");
            },
            WorkerThreadTest::delivery,
            () -> true),
        1 << 20,
        Duration.ofMillis(200),
        Duration.ZERO,
        () -> 0,
        readiness);
  }

  private static RequestDelivery delivery(Runnable wakeUp) {
    return new RequestDelivery(
        (_, _, _) -> {},
        new EncodingChoice(Encoding.SNAPPY),
        new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(1)),
        new Compressor(),
        new DestinationMeters("test", new SimpleMeterRegistry(), Clock.systemUTC())
            .listener(
                new LetterBox(
                    new org.apache.kafka.clients.producer.MockProducer<>(),
                    new io.benchstream.schemas.topics.Topics("", 4, (short) 1),
                    "test",
                    new SimpleMeterRegistry(),
                    Clock.systemUTC())),
        wakeUp);
  }
}
