package io.benchstream.runtime.kafka;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer whose meters end with it: a service that opens many would fill its registry. */
final class MeteredProducer extends KafkaProducer<byte[], byte[]> {
  private final ClientMeters meters;
  private final KafkaClientMetrics metrics;

  MeteredProducer(Map<String, Object> settings, ClientMeters meters) {
    super(settings, new ByteArraySerializer(), new ByteArraySerializer());
    this.meters = meters;
    metrics = new KafkaClientMetrics(this, meters.tags());
    meters.begin(metrics);
  }

  /** Also the way of {@link #close()}. */
  @Override
  public void close(Duration timeout) {
    meters.end(metrics);
    super.close(timeout);
  }
}
