package io.benchstream.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer whose meters end with it: a service that opens many would fill its registry. */
final class MeteredProducer extends KafkaProducer<byte[], byte[]> {
  private final KafkaClientMetrics metrics;

  MeteredProducer(Map<String, Object> settings, MeterRegistry meters, List<Tag> tags) {
    super(settings, new ByteArraySerializer(), new ByteArraySerializer());
    metrics = new KafkaClientMetrics(this, tags);
    metrics.bindTo(meters);
  }

  /** Also the way of {@link #close()}. */
  @Override
  public void close(Duration timeout) {
    metrics.close();
    super.close(timeout);
  }
}
