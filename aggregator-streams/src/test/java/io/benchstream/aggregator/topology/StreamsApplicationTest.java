package io.benchstream.aggregator.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.runtime.health.Health;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StreamsApplicationTest {
  private final Health health = new Health();
  private final AtomicInteger attempts = new AtomicInteger();

  private StreamsApplication application(Runnable preparation) {
    return new StreamsApplication(
        preparation,
        () -> {
          throw new IllegalStateException("no topology");
        },
        new Properties(),
        health.register("aggregator"),
        new SimpleMeterRegistry(),
        Clock.systemUTC());
  }

  @Test
  void triesAgainWhereItCannotStartAndSaysSo() {
    StreamsApplication application = application(attempts::incrementAndGet);
    application.start();
    try {
      await().atMost(Duration.ofSeconds(30)).until(() -> attempts.get() >= 2);
      assertThat(health.unready().get("aggregator")).contains("tries again: no topology");
    } finally {
      application.close();
    }
    assertThat(health.unready()).containsEntry("aggregator", "stopped");
  }

  @Test
  @Timeout(30)
  void stopsWhereThePreparationTellsOfTheInterruptionByAnotherException() {
    StreamsApplication application =
        application(
            () -> {
              attempts.incrementAndGet();
              try {
                Thread.sleep(Duration.ofDays(1)); // as one that waits for a broker
              } catch (InterruptedException e) {
                throw new IllegalStateException("gave up", e); // as a library wraps it
              }
            });
    application.start();
    await().atMost(Duration.ofSeconds(20)).until(() -> attempts.get() == 1);

    application.close();

    assertThat(health.unready()).containsEntry("aggregator", "stopped");
    assertThat(attempts).hasValue(1);
  }
}
