package io.benchstream.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of a service's Kafka clients, each for as long as its client lives. Thread-safe. */
final class ClientMeters implements AutoCloseable {
  private final MeterRegistry registry;
  private final List<Tag> tags;
  private final Set<KafkaClientMetrics> bound = ConcurrentHashMap.newKeySet();

  ClientMeters(MeterRegistry registry, String service) {
    this.registry = registry;
    this.tags = List.of(Tag.of("service", service));
  }

  List<Tag> tags() {
    return tags;
  }

  void begin(KafkaClientMetrics meters) {
    meters.bindTo(registry);
    bound.add(meters);
  }

  void end(KafkaClientMetrics meters) {
    if (bound.remove(meters)) {
      meters.close();
    }
  }

  /** Ends those of clients that were left open. */
  @Override
  public void close() {
    bound.forEach(this::end);
  }
}
