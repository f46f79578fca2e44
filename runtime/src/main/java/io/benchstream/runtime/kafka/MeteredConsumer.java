package io.benchstream.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer whose meters end with it: a service that opens many would fill its registry. */
final class MeteredConsumer extends KafkaConsumer<byte[], byte[]> {
  private final KafkaClientMetrics metrics;

  MeteredConsumer(Map<String, Object> settings, MeterRegistry meters, List<Tag> tags) {
    super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    metrics = new KafkaClientMetrics(this, tags);
    metrics.bindTo(meters);
  }

  @Override
  public void close() {
    metrics.close();
    super.close();
  }

  @Override
  @Deprecated
  public void close(Duration timeout) {
    metrics.close();
    super.close(timeout);
  }

  @Override
  public void close(CloseOptions options) {
    metrics.close();
    super.close(options);
  }
}
