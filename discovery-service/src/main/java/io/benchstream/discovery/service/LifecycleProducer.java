package io.benchstream.discovery.service;

import io.benchstream.discovery.connector.EventSink;
import io.benchstream.discovery.connector.SourceException;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RecordWriter;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.topics.ResourceKeys;
import io.benchstream.schemas.topics.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/** Puts the events of connectors on the topic, each on the partition of its cluster. */
public final class LifecycleProducer implements EventSink, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaClients clients;
  private final RecordWriter<LifecycleEvent> writer;
  private final Producer<byte[], byte[]> producer;

  public LifecycleProducer(KafkaClients clients, RegistryRecords records) {
    this.clients = clients;
    writer = records.writer(Topic.LIFECYCLE);
    producer =
        clients.producer(
            Map.of(
                ProducerConfig.LINGER_MS_CONFIG,
                "0",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                "10000",
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                "5000",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                "20000"));
  }

  @Override
  public void send(List<LifecycleEvent> events) throws SourceException, InterruptedException {
    List<Future<RecordMetadata>> sent = new ArrayList<>(events.size());
    try {
      for (LifecycleEvent event : events) {
        sent.add(producer.send(record(event)));
      }
      for (Future<RecordMetadata> one : sent) {
        one.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (org.apache.kafka.common.errors.InterruptException e) {
      throw interrupted(e);
    } catch (KafkaException | ExecutionException | TimeoutException e) {
      throw new SourceException("events cannot be put on their topic: " + e.getMessage(), e);
    }
  }

  private static InterruptedException interrupted(RuntimeException e) {
    InterruptedException interrupted = new InterruptedException("while sending events");
    interrupted.initCause(e);
    return interrupted;
  }

  private ProducerRecord<byte[], byte[]> record(LifecycleEvent event) {
    String key = ResourceKeys.of(event.getCluster(), event.getJob());
    ProducerRecord<byte[], byte[]> made;
    synchronized (writer) {
      made = writer.record(key, event);
    }
    int partition =
        ResourceKeys.partition(key, clients.config().topics().partitions(Topic.LIFECYCLE));
    return new ProducerRecord<>(
        made.topic(), partition, null, made.key(), made.value(), made.headers());
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
