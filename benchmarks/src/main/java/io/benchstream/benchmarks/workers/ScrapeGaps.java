package io.benchstream.benchmarks.workers;

import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.topics.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads {@code samples}, and counts the scrapes of each target. */
final class ScrapeGaps implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  /** From when a scrape is due until its record is here, at most. */
  private static final Duration LATEST = Duration.ofSeconds(3);

  private final Consumer<byte[], byte[]> consumer;
  private final RegistryRecords records;
  private final RecordReader<Scrape> reader;
  private final ScrapeCounts counts;

  /** Starts with what is due from now on. */
  ScrapeGaps(KafkaClients clients, Collection<String> targets, Duration interval) {
    consumer = clients.consumer(Map.of());
    records = new RegistryRecords(clients.config());
    reader = records.reader(Scrape.class);
    counts = new ScrapeCounts(targets, interval, System.currentTimeMillis());
    String topic = clients.config().topics().name(Topic.SAMPLES);
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
        if (reader.read(record) instanceof Decoded.Value<Scrape>(Scrape scrape)
            && scrape.getPart() == 0
            && scrape.getOutcome() == ScrapeOutcome.SUCCESS) {
          counts.take(scrape.getTargetId(), scrape.getScrapeTime().toEpochMilli());
        }
      }
    }
  }

  /** What was due since the count before, up to now; reads on until all of it is there. */
  ScrapeCounts.Count count() {
    long now = System.currentTimeMillis();
    read(LATEST);
    return counts.count(now);
  }

  @Override
  public void close() {
    consumer.close();
    records.close();
  }
}
