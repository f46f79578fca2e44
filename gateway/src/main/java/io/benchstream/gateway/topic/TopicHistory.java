package io.benchstream.gateway.topic;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.gateway.collect.KpiSource;
import io.benchstream.gateway.collect.ReportSource;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.gateway.view.ReportCatalogue;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RecordReader;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.SessionReport;
import io.benchstream.schemas.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads back what stands on topics, with a consumer for each call. Thread-safe. */
public final class TopicHistory implements KpiSource, ReportSource {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(200);

  /** A window's record has its end as timestamp, but records of several jobs are not in order. */
  private static final Duration DISORDER = Duration.ofMinutes(5);

  private final KafkaClients clients;
  private final RegistryRecords records;

  public TopicHistory(KafkaClients clients, RegistryRecords records) {
    this.clients = clients;
    this.records = records;
  }

  @Override
  public void read(
      Set<String> scopes, Instant from, Instant to, java.util.function.Consumer<KpiWindow> sink) {
    RecordReader<KpiWindow> reader = records.reader(KpiWindow.class);
    Instant deadline = Instant.now().plus(PATIENCE);
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      Map<TopicPartition, Long> ends =
          seek(consumer, clients.config().topics().name(Topic.KPIS), from, to.plus(DISORDER));
      while (!ends.isEmpty()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (record.key() != null
              && scopes.contains(scope(new String(record.key(), UTF_8)))
              && reader.read(record) instanceof Decoded.Value<KpiWindow>(KpiWindow window)
              && window.getWindowEnd().isAfter(from)
              && !window.getWindowEnd().isAfter(to)) {
            sink.accept(window);
          }
        }
        ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
        if (Instant.now().isAfter(deadline)) {
          throw unavailable(
              "the KPIs of that time were not read in " + PATIENCE.toSeconds() + " s");
        }
      }
    } catch (KafkaException e) {
      throw unavailable("the broker does not answer: " + e.getMessage());
    }
  }

  /** The part of a KPI's key that says of which cluster and job it is. */
  private static String scope(String key) {
    int job = key.indexOf('/') + 1;
    int end = key.indexOf('/', job);
    return end < 0 ? key : key.substring(0, end);
  }

  @Override
  public Optional<SessionReport> read(ReportCatalogue.Place place) {
    RecordReader<SessionReport> reader = records.reader(SessionReport.class);
    TopicPartition partition =
        new TopicPartition(
            clients.config().topics().name(Topic.SESSION_REPORTS), place.partition());
    Instant deadline = Instant.now().plus(PATIENCE);
    try (Consumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, place.offset());
      while (Instant.now().isBefore(deadline)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          return record.offset() == place.offset()
                  && reader.read(record) instanceof Decoded.Value<SessionReport>(var report)
              ? Optional.of(report)
              : Optional.empty();
        }
      }
    } catch (KafkaException e) {
      throw unavailable("the broker does not answer: " + e.getMessage());
    }
    throw unavailable("the report was not read in " + PATIENCE.toSeconds() + " s");
  }

  private Consumer<byte[], byte[]> consumer() {
    return clients.consumer(
        Map.of(
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) PATIENCE.toMillis() / 2,
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
            2_000));
  }

  /** Assigns what has records of the time; returns the offsets to read up to. */
  private static Map<TopicPartition, Long> seek(
      Consumer<byte[], byte[]> consumer, String topic, Instant from, Instant to) {
    List<TopicPartition> all =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(all); // of others it would not keep what it learns, and say so each time
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(all));
    offsets(consumer, all, to).forEach((partition, found) -> ends.put(partition, found.offset()));
    Map<TopicPartition, OffsetAndTimestamp> starts = offsets(consumer, all, from);
    ends.entrySet()
        .removeIf(
            end -> {
              OffsetAndTimestamp start = starts.get(end.getKey());
              return start == null || start.offset() >= end.getValue();
            });
    consumer.assign(ends.keySet());
    starts.forEach(
        (partition, start) -> {
          if (ends.containsKey(partition)) {
            consumer.seek(partition, start.offset());
          }
        });
    return ends;
  }

  /** The first offset of that time or later, of the partitions that have one. */
  private static Map<TopicPartition, OffsetAndTimestamp> offsets(
      Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Instant time) {
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, Math.max(0, time.toEpochMilli())));
    Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
    consumer
        .offsetsForTimes(times)
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                found.put(partition, offset);
              }
            });
    return found;
  }

  private static ProblemException unavailable(String what) {
    return new ProblemException(
        Problem.comeBack(503, "Not available", what + "; ask again, or for a shorter time", 5));
  }
}
