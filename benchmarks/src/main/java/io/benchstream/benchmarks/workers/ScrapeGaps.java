package io.benchstream.benchmarks.workers;

import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.topics.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads {@code samples} and finds the scrapes that are not in it: the gaps in a target's times. */
final class ScrapeGaps implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<byte[], byte[]> consumer;
  private final RegistryRecords records;
  private final RecordReader<Scrape> reader;
  private final long intervalMs;
  private final Map<String, Long> latest = new HashMap<>();
  private long scrapes;
  private long lost;
  private long doubled;

  /** Starts with what comes from now on. */
  ScrapeGaps(KafkaClients clients, Duration interval) {
    consumer = clients.consumer(Map.of());
    records = new RegistryRecords(clients.config());
    reader = records.reader(Scrape.class);
    intervalMs = interval.toMillis();
    String topic = clients.config().topics().name(Topic.SAMPLES);
    consumer.assign(
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList());
    consumer.seekToEnd(consumer.assignment());
    consumer.assignment().forEach(consumer::position);
  }

  /** What was seen in a time. */
  record Count(long scrapes, long lost, long doubled) {}

  /** Reads for so long, and counts anew. The last scrape of the time before is remembered. */
  Count read(Duration length) {
    scrapes = 0;
    lost = 0;
    doubled = 0;
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (reader.read(record) instanceof Decoded.Value<Scrape>(Scrape scrape)
            && scrape.getPart() == 0) {
          take(scrape);
        }
      }
    }
    return new Count(scrapes, lost, doubled);
  }

  private void take(Scrape scrape) {
    if (scrape.getOutcome() != ScrapeOutcome.SUCCESS) {
      return; // A failed one leaves a gap.
    }
    scrapes++;
    long time = scrape.getScrapeTime().toEpochMilli();
    Long before = latest.put(scrape.getTargetId(), time);
    if (before != null) {
      long steps = Math.round((double) (time - before) / intervalMs);
      lost += Math.max(0, steps - 1);
      doubled += steps < 1 ? 1 : 0;
    }
  }

  @Override
  public void close() {
    consumer.close();
    records.close();
  }
}
