package io.benchstream.aggregator.replay;

import io.benchstream.aggregator.recipe.RecipeSet;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.topics.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads {@code samples} of a past time and computes its KPIs again. Belongs to no group, writes
 * nothing: what the aggregator does and what it wrote stays as it is.
 */
public final class SamplesReplay {
  private static final Duration POLL = Duration.ofMillis(500);

  /** A broker that gives nothing for so long, though there is more, is away. */
  private static final int EMPTY_POLLS = 60;

  private final KafkaConfig kafka;
  private final RecipeSet recipes;

  public SamplesReplay(KafkaConfig kafka, RecipeSet recipes) {
    this.kafka = kafka;
    this.recipes = recipes;
  }

  /**
   * Computes.
   *
   * @param sink takes the final KPIs, by rising window
   * @param progress told from time to time how many records were read
   * @return how many records were read
   * @throws IllegalStateException where the broker stops answering
   */
  public long run(
      ReplaySettings settings, java.util.function.Consumer<KpiWindow> sink, LongConsumer progress) {
    KafkaClients clients = new KafkaClients(kafka, "replay", new SimpleMeterRegistry());
    try (RegistryRecords records = new RegistryRecords(kafka);
        Consumer<byte[], byte[]> consumer = clients.consumer(Map.of())) {
      String topic = kafka.topics().name(Topic.SAMPLES);
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      ReplayComputation computation =
          new ReplayComputation(settings, recipes, partitions.size(), sink);
      consumer.assign(partitions);
      Map<TopicPartition, Long> remaining = seek(consumer, partitions, settings);
      long read = read(consumer, remaining, computation, records.reader(Scrape.class), progress);
      computation.finish();
      return read;
    } finally {
      clients.close();
    }
  }

  /** Goes to where reading begins; gives the ends of the partitions that have something to read. */
  private static Map<TopicPartition, Long> seek(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, ReplaySettings settings) {
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
    long begin = Math.max(0, settings.firstStart() - settings.lead().toMillis());
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, begin));
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, found) -> {
              long end = ends.getOrDefault(partition, 0L);
              long start = found == null ? end : found.offset();
              consumer.seek(partition, start);
              if (start >= end) {
                ends.remove(partition);
                consumer.pause(List.of(partition));
              }
            });
    return ends;
  }

  private static long read(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> remaining,
      ReplayComputation computation,
      RecordReader<Scrape> reader,
      LongConsumer progress) {
    long read = 0;
    int empty = 0;
    while (!remaining.isEmpty()) {
      ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
      empty = polled.isEmpty() ? empty + 1 : 0;
      if (empty > EMPTY_POLLS) {
        throw new IllegalStateException(
            "the broker gave nothing for %d s, though partitions %s are not read to their end"
                .formatted(EMPTY_POLLS * POLL.toMillis() / 1000, remaining.keySet()));
      }
      for (TopicPartition partition : polled.partitions()) {
        for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
          if (!remaining.containsKey(partition)) {
            break;
          }
          read++;
          if (reader.read(record) instanceof Decoded.Value<Scrape>(Scrape scrape)) {
            computation.accept(partition.partition(), scrape, record.offset(), record.timestamp());
          }
          if (computation.isEnough(record.timestamp())) {
            done(consumer, remaining, partition);
          }
        }
      }
      for (TopicPartition partition : List.copyOf(remaining.keySet())) {
        if (consumer.position(partition) >= remaining.getOrDefault(partition, 0L)) {
          done(consumer, remaining, partition);
        }
      }
      progress.accept(read);
    }
    return read;
  }

  private static void done(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> remaining,
      TopicPartition partition) {
    remaining.remove(partition);
    consumer.pause(List.of(partition));
  }
}
