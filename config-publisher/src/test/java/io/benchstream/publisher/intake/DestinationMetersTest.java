package io.benchstream.publisher.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class DestinationMetersTest {
  private static final long NOW = 1_795_233_370_000L;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Clock clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneId.of("UTC"));

  @Test
  void theGaugeOfARestartedPipelineTellsOfThatOne() {
    DestinationMeters first = new DestinationMeters("d", registry, clock);
    first.watch(() -> NOW - 60_000);
    first.dropped("filtered", 3);
    assertThat(lag()).isEqualTo(60);
    first.close();
    assertThat(registry.getMeters()).isEmpty();

    DestinationMeters second = new DestinationMeters("d", registry, clock);
    second.watch(() -> NOW - 1_000);
    assertThat(lag()).isEqualTo(1);
    second.close();
  }

  private double lag() {
    return registry.get("benchstream_remote_write_lag_seconds").gauge().value();
  }
}
