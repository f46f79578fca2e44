package io.benchstream.schemas.samples.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.samples.Decoded;
import io.benchstream.schemas.samples.ScrapeDecoder;
import io.benchstream.schemas.samples.ScrapeLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SamplesReaderTest {
  private static final TopicPartition FIRST = new TopicPartition("samples", 0);
  private static final TopicPartition SECOND = new TopicPartition("samples", 1);
  private static final int LOGS = 30;

  private final List<Long> primed = new ArrayList<>();
  private final List<Long> unreadable = new ArrayList<>();

  @Test
  void handsOnFromAnyOffsetAsIfItHadReadFromTheStart() {
    long first = System.nanoTime();
    for (int i = 0; i < LOGS; i++) {
      long seed = first + i;
      Random random = new Random(seed);
      LogConsumer consumer = new LogConsumer(1 + random.nextInt(20));
      ScrapeLog log = new ScrapeLog(seed, 80);
      append(consumer, FIRST, log);
      append(consumer, SECOND, new ScrapeLog(seed + 1, 40));
      Map<Long, Decoded> whole = read(consumer, Map.of(FIRST, 0L, SECOND, 0L));
      long wanted = random.nextInt(log.entries().size());

      Map<Long, Decoded> tail = read(consumer, Map.of(FIRST, wanted, SECOND, 3L));

      assertThat(tail.keySet())
          .as("seed %d, wanted %d", seed, wanted)
          .allMatch(offset -> offset >= wanted)
          .hasSize((int) (log.entries().size() - wanted));
      tail.forEach(
          (offset, decoded) -> {
            if (whole.get(offset) instanceof Decoded.Complete) {
              assertThat(decoded)
                  .as("seed %d, wanted %d, offset %d", seed, wanted, offset)
                  .isInstanceOf(Decoded.Complete.class);
            }
          });
    }
  }

  @Test
  void goesBackTwoKeyframeIntervalsAndNoFurther() {
    LogConsumer consumer = new LogConsumer(10);
    for (int second = 0; second < 600; second++) {
      consumer.append(FIRST, bytes(scrape(second)), second * 1_000L);
    }

    List<Long> handedOn = new ArrayList<>();
    SamplesReader reader = reader(consumer);
    reader.start(Map.of(FIRST, 500L));
    while (reader.positions().getOrDefault(FIRST, new OffsetAndMetadata(0)).offset() < 600) {
      reader.poll(Duration.ZERO, (record, decoded) -> handedOn.add(record.offset()));
    }

    assertThat(primed).hasSize(120).startsWith(380L).endsWith(499L);
    assertThat(handedOn).hasSize(100).startsWith(500L).endsWith(599L);
  }

  @Test
  void leavesUnreadableRecordsOutAndGoesOn() {
    LogConsumer consumer = new LogConsumer(10);
    consumer.append(FIRST, new byte[] {1}, 1_000);
    consumer.append(FIRST, bytes(scrape(2)), 2_000);
    consumer.append(FIRST, new byte[] {2}, 3_000);

    Map<Long, Decoded> read = read(consumer, Map.of(FIRST, 1L));

    assertThat(read).containsOnlyKeys(1L);
    assertThat(unreadable).as("not those before the wanted offset").containsExactly(2L);
  }

  @Test
  void committablePositionsNeverLieBehindTheWantedOffset() {
    LogConsumer consumer = new LogConsumer(1);
    for (int second = 0; second < 20; second++) {
      consumer.append(FIRST, bytes(scrape(second)), second * 1_000L);
    }
    SamplesReader reader = reader(consumer);
    reader.start(Map.of(FIRST, 10L));

    for (int i = 0; i < 8; i++) {
      assertThat(reader.poll(Duration.ZERO, (record, decoded) -> {})).isZero();
      assertThat(reader.positions()).containsEntry(FIRST, new OffsetAndMetadata(10));
    }
    assertThat(consumer.position(FIRST)).as("it went back").isLessThan(10);
  }

  @Test
  void losesNothingWhereTheBrokerDoesNotSayWhereToBegin() {
    LogConsumer consumer = new LogConsumer(10);
    for (int second = 0; second < 5; second++) {
      consumer.append(FIRST, bytes(scrape(second)), second * 1_000L);
    }
    SamplesReader reader = reader(consumer);
    reader.start(Map.of(FIRST, 2L));
    consumer.failNextTimes(new TimeoutException("no broker"));

    assertThatThrownBy(() -> reader.poll(Duration.ZERO, (record, decoded) -> {}))
        .isInstanceOf(TimeoutException.class);
    List<Long> handedOn = new ArrayList<>();
    reader.poll(Duration.ZERO, (record, decoded) -> handedOn.add(record.offset()));
    reader.poll(Duration.ZERO, (record, decoded) -> handedOn.add(record.offset()));

    assertThat(handedOn).containsExactly(2L, 3L, 4L);
  }

  @Test
  void primesAPartitionAgainThatComesBack() {
    LogConsumer consumer = new LogConsumer(10);
    for (int second = 0; second < 5; second++) {
      consumer.append(FIRST, bytes(scrape(second)), second * 1_000L);
    }
    SamplesReader reader = reader(consumer);
    reader.start(Map.of(FIRST, 0L));
    reader.poll(Duration.ZERO, (record, decoded) -> {});
    assertThat(primed).isEmpty();

    reader.onPartitionsRevoked(List.of(FIRST));
    assertThat(reader.positions()).isEmpty();
    consumer.seek(FIRST, 4);
    reader.onPartitionsAssigned(List.of(FIRST));
    reader.poll(Duration.ZERO, (record, decoded) -> {});
    reader.poll(Duration.ZERO, (record, decoded) -> {});

    assertThat(primed).containsExactly(0L, 1L, 2L, 3L);
    assertThat(reader.positions()).containsEntry(FIRST, new OffsetAndMetadata(5));
  }

  /** What is handed on of the first partition, by offset. */
  private Map<Long, Decoded> read(LogConsumer consumer, Map<TopicPartition, Long> wanted) {
    Map<Long, Decoded> read = new HashMap<>();
    SamplesReader reader = reader(consumer);
    reader.start(wanted);
    int idle = 0;
    while (idle < 3) {
      int handedOn =
          reader.poll(
              Duration.ZERO,
              (record, decoded) -> {
                if (record.partition() == FIRST.partition()) {
                  read.put(record.offset(), decoded);
                }
              });
      idle = handedOn == 0 && !isPriming(reader, consumer) ? idle + 1 : 0;
    }
    return read;
  }

  private static boolean isPriming(SamplesReader reader, LogConsumer consumer) {
    return reader.positions().entrySet().stream()
        .anyMatch(each -> consumer.position(each.getKey()) < each.getValue().offset());
  }

  private SamplesReader reader(LogConsumer consumer) {
    return new SamplesReader(
        consumer, this::parse, ScrapeLog.KEYFRAME_INTERVAL, ScrapeDecoder.Limits.DEFAULT);
  }

  private @Nullable Scrape parse(ConsumerRecord<byte[], byte[]> record, boolean isPriming) {
    if (isPriming) {
      primed.add(record.offset());
    }
    try {
      return Scrape.fromByteBuffer(ByteBuffer.wrap(record.value()));
    } catch (IOException | AvroRuntimeException e) {
      if (!isPriming) {
        unreadable.add(record.offset());
      }
      return null;
    }
  }

  private static void append(LogConsumer consumer, TopicPartition partition, ScrapeLog log) {
    log.entries()
        .forEach(entry -> consumer.append(partition, bytes(entry.record()), entry.timestamp()));
  }

  private static Scrape scrape(int second) {
    return new ScrapeLog(second, 1).entries().get(0).record();
  }

  private static byte[] bytes(Scrape scrape) {
    try {
      ByteBuffer buffer = scrape.toByteBuffer();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
