package io.benchstream.benchmarks.aggregator;

import io.benchstream.benchmarks.measure.Latencies;
import io.benchstream.benchmarks.result.Distribution;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import io.benchstream.schemas.topics.Topic;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads {@code kpis} as anybody downstream does, committed records only, and notes when each final
 * KPI is there: its arrival less its window's end less the grace.
 */
final class KpiDelays implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);

  private final Consumer<byte[], byte[]> consumer;
  private final RegistryRecords records;
  private final RecordReader<KpiWindow> reader;
  private final long graceMs;
  private final Latencies delays = new Latencies();

  KpiDelays(KafkaClients clients, Duration grace) {
    consumer = clients.consumer(Map.of("fetch.max.wait.ms", "20"));
    records = new RegistryRecords(clients.config());
    reader = records.reader(KpiWindow.class);
    graceMs = grace.toMillis();
    String topic = clients.config().topics().name(Topic.KPIS);
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList());
    consumer.seekToEnd(consumer.assignment());
    consumer.assignment().forEach(consumer::position);
  }

  /** Reads for so long. */
  void read(Duration length) {
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        long now = System.currentTimeMillis();
        if (reader.read(record) instanceof Decoded.Value<KpiWindow>(KpiWindow kpi)
            && kpi.getStatus() == WindowStatus.FINAL) {
          delays.record(Duration.ofMillis(now - kpi.getWindowEnd().toEpochMilli() - graceMs));
        }
      }
    }
  }

  Distribution distribution() {
    return delays.distribution();
  }

  @Override
  public void close() {
    consumer.close();
    records.close();
  }
}
