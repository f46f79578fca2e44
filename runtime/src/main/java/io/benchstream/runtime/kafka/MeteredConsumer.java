package io.benchstream.runtime.kafka;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer whose meters end with it: a service that opens many would fill its registry. */
final class MeteredConsumer extends KafkaConsumer<byte[], byte[]> {
  private final ClientMeters meters;
  private final KafkaClientMetrics metrics;

  MeteredConsumer(Map<String, Object> settings, ClientMeters meters) {
    super(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.meters = meters;
    metrics = new KafkaClientMetrics(this, meters.tags());
    meters.begin(metrics);
  }

  @Override
  public void close() {
    meters.end(metrics);
    super.close();
  }

  @Override
  @Deprecated
  public void close(Duration timeout) {
    meters.end(metrics);
    super.close(timeout);
  }

  @Override
  public void close(CloseOptions options) {
    meters.end(metrics);
    super.close(options);
  }
}
