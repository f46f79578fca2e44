package io.benchstream.publisher.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.publisher.delivery.DeliveryListener;
import io.benchstream.publisher.delivery.EncodingChoice;
import io.benchstream.publisher.delivery.RequestDelivery;
import io.benchstream.publisher.delivery.RetryPolicy;
import io.benchstream.publisher.delivery.WriteOutcome;
import io.benchstream.publisher.remotewrite.Compressor;
import io.benchstream.publisher.remotewrite.Encoding;
import io.benchstream.publisher.remotewrite.PendingSamples;
import io.benchstream.publisher.remotewrite.SeriesBlock;
import io.benchstream.publisher.remotewrite.WriteRequestBuffer;
import io.benchstream.publisher.remotewrite.WriteRequestReader;
import io.benchstream.publisher.scrapes.LabelBudget;
import io.benchstream.publisher.scrapes.PartitionScrapes;
import io.benchstream.publisher.scrapes.ScrapeSeries;
import io.benchstream.publisher.scrapes.SeriesLabels;
import io.benchstream.publisher.scrapes.TestScrapes;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.samples.SeriesSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xerial.snappy.Snappy;

class DestinationWorkerTest {
  private static final TopicPartition K0 = new TopicPartition("kpis", 0);
  private static final TopicPartition K1 = new TopicPartition("kpis", 1);
  private static final TopicPartition S0 = new TopicPartition("samples", 0);
  private static final WriteOutcome ACCEPTED = new WriteOutcome.Accepted();
  private static final WriteOutcome LOST =
      new WriteOutcome.Failed("connection refused", Duration.ZERO, true);

  private final ManualClock clock = new ManualClock();
  private final TimedConsumer consumer = new TimedConsumer();
  private final Deque<Sent> sent = new ArrayDeque<>();
  private final List<String> stored = new ArrayList<>();
  private final Map<Long, Scrape> scrapes = new HashMap<>();
  private final Compressor compressor = new Compressor();
  private boolean lettersAreKept = true;
  private DestinationWorker worker = worker(1 << 20);

  private record Sent(List<String> names, Consumer<WriteOutcome> answer) {}

  @BeforeEach
  void assign() {
    Map<TopicPartition, Long> beginnings = Map.of(K0, 0L, K1, 0L, S0, 0L);
    consumer.updateBeginningOffsets(beginnings);
    consumer.rebalance(List.of(K0, K1, S0));
  }

  @AfterEach
  void close() {
    compressor.close();
    consumer.close();
  }

  @Test
  void offsetsAreCommittedOnceTheStoreHasTheSamples() {
    add(K0, 0, "a");
    add(K0, 1, "b");
    steps(3);
    assertThat(sent).as("one request at a time").hasSize(1);
    steps(3);
    assertThat(committed(K0)).isEmpty();

    answer(ACCEPTED);
    steps(3);

    assertThat(stored).containsExactly("a", "b");
    assertThat(committed(K0)).hasValue(2L);
    assertThat(worker.oldest()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void offsetsAreNotCommittedBeforeTheDeadLettersAreKept() {
    lettersAreKept = false;
    add(K0, 0, "a");
    steps(3);
    answer(ACCEPTED);
    steps(10);
    assertThat(committed(K0)).isEmpty();

    lettersAreKept = true;
    steps(10);
    assertThat(committed(K0)).hasValue(1L);
  }

  @Test
  void aStoreThatDoesNotAnswerIsFilledNoFurtherThanTwoRequests() {
    worker = worker(100);
    consumer.rebalance(List.of(K0, K1, S0));
    for (int i = 0; i < 50; i++) {
      add(K0, i, "first");
      steps(1);
    }
    assertThat(sent).hasSize(1);
    assertThat(consumer.paused()).contains(K0);
    long position = consumer.position(K0);
    for (int i = 50; i < 100; i++) {
      add(K0, i, "later");
      steps(1);
    }

    assertThat(consumer.position(K0)).isEqualTo(position).isLessThan(50);
    assertThat(clock.millis() - worker.oldest()).isGreaterThan(1000);

    for (int i = 0; i < 200; i++) {
      answer(ACCEPTED);
      steps(1);
    }
    assertThat(stored).hasSize(100);
    assertThat(stored.subList(0, 50)).containsOnly("first");
    assertThat(committed(K0)).hasValue(100L);
  }

  @Test
  void whatBelongsToSomebodyElseIsNotCommitted() {
    add(K0, 0, "a");
    add(K1, 0, "b");
    steps(3);
    consumer.rebalance(List.of(K1, S0));
    steps(1);
    answer(ACCEPTED);
    steps(3);

    assertThat(committed(K1)).hasValue(1L);
    assertThat(committed(K0)).isEmpty();
  }

  @Test
  void recordsWithoutSamplesAreCommittedToo() {
    add(K0, 0, "");
    steps(4);

    assertThat(sent).isEmpty();
    assertThat(committed(K0)).hasValue(1L);
  }

  @Test
  void aStartInTheMiddleLearnsTheSeriesFromBeforeAndDeliversFromTheCommittedOffset() {
    TestScrapes target = new TestScrapes("t", Map.of("job", "j"));
    SeriesSet series = TestScrapes.series("x");
    for (int offset = 0; offset < 10; offset++) {
      long time = clock.millis();
      scrapes.put((long) offset, target.success(time, series, offset).getFirst());
      add(S0, offset, "scrape");
      clock.advance(1000);
    }
    consumer.seek(S0, 6);

    for (int i = 0; i < 4; i++) {
      steps(2);
      answer(ACCEPTED);
    }
    steps(2);

    assertThat(stored.stream().filter("x"::equals)).hasSize(4);
    assertThat(committed(S0)).hasValue(10L);
  }

  @Test
  void aBrokerThatCannotTellTheTimeIsAskedAgain() {
    TestScrapes target = new TestScrapes("t", Map.of());
    scrapes.put(0L, target.success(clock.millis(), TestScrapes.series("x"), 1).getFirst());
    add(S0, 0, "scrape");
    consumer.failures = 2;

    for (int i = 0; i < 4; i++) {
      steps(2);
      answer(ACCEPTED);
    }

    assertThat(stored).contains("x");
    assertThat(consumer.failures).isZero();
  }

  @Test
  void aStoreThatWasKilledGetsItsLastSecondsAgain() {
    for (int i = 0; i < 60; i++) {
      add(K0, i, "s" + i);
      clock.advance(600);
      steps(3);
      answer(ACCEPTED);
      steps(1);
    }
    assertThat(stored).hasSize(60);
    stored.clear();
    add(K0, 60, "s60");
    steps(3);
    answer(LOST);
    for (int i = 0; i < 20; i++) {
      clock.advance(1000);
      steps(1);
      answer(ACCEPTED);
    }

    assertThat(new HashSet<>(stored)).contains("s60", "s59", "s31");
    assertThat(new HashSet<>(stored)).as("what is on its disk by now").doesNotContain("s20");
    assertThat(stored.subList(1, stored.size())).as("in order").isSorted();
    assertThat(committed(K0)).hasValue(61L);
  }

  @Test
  void aRequestIsNotHeldBackForLongerThanTheBatchInterval() {
    add(K0, 0, "a");
    steps(1);
    assertThat(sent).isEmpty();

    clock.advance(200);
    steps(1);
    assertThat(sent).hasSize(1);
  }

  private void steps(int count) {
    for (int i = 0; i < count; i++) {
      clock.advance(100);
      worker.step();
    }
  }

  private void answer(WriteOutcome outcome) {
    Sent request = sent.poll();
    if (request != null) {
      if (outcome instanceof WriteOutcome.Accepted) {
        stored.addAll(request.names);
      }
      request.answer.accept(outcome);
    }
  }

  private Optional<Long> committed(TopicPartition partition) {
    return Optional.ofNullable(consumer.committed(Set.of(partition)).get(partition))
        .map(offset -> offset.offset());
  }

  private void add(TopicPartition partition, long offset, String value) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            offset,
            clock.millis(),
            TimestampType.CREATE_TIME,
            0,
            value.length(),
            new byte[0],
            value.getBytes(UTF_8),
            new RecordHeaders(),
            Optional.empty());
    consumer.log.computeIfAbsent(partition, _ -> new ArrayList<>()).add(record);
    consumer.addRecord(record);
  }

  private DestinationWorker worker(int batchBytes) {
    DestinationWorker made =
        new DestinationWorker(
            "test",
            new DestinationWorker.Parts(
                consumer,
                List.of("samples", "kpis"),
                "samples",
                this::intake,
                this::delivery,
                () -> lettersAreKept),
            batchBytes,
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            clock::millis,
            new Health().register("test"));
    made.subscribe();
    return made;
  }

  private RequestDelivery delivery(Runnable wakeUp) {
    return new RequestDelivery(
        (_, body, answer) -> sent.add(new Sent(names(body), answer)),
        new EncodingChoice(Encoding.SNAPPY),
        new RetryPolicy(Duration.ofMillis(100), Duration.ofSeconds(1)),
        compressor,
        new SilentListener(),
        wakeUp);
  }

  private static List<String> names(byte[] body) {
    try {
      byte[] bytes = Snappy.uncompress(body);
      return WriteRequestReader.read(bytes, bytes.length).stream()
          .map(sample -> sample.labels().getOrDefault(LabelSet.METRIC_NAME, ""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private PartitionIntake intake(TopicPartition partition) {
    return partition.equals(S0)
        ? new SamplesIntake(
            record ->
                new Decoded.Value<>(java.util.Objects.requireNonNull(scrapes.get(record.offset()))),
            new PartitionScrapes(
                new ScrapeSeries(
                    SeriesLabels.of(null, Map.of(), RelabelRules.none()),
                    new LabelBudget(1 << 20))),
            new NothingRefused())
        : new NamesIntake();
  }

  /** A sample of the name that is the record's value; none for an empty one. */
  private static final class NamesIntake implements PartitionIntake {
    private long resumeAt;

    @Override
    public void deliverFrom(long offset) {
      resumeAt = offset;
    }

    @Override
    public PendingSamples take(ConsumerRecord<byte[], byte[]> record) {
      resumeAt = record.offset() + 1;
      String name = new String(record.value(), UTF_8);
      SeriesBlock block =
          new SeriesBlock.Builder().add(LabelSet.of(LabelSet.METRIC_NAME, name)).build();
      return name.isEmpty()
          ? PendingSamples.none()
          : (WriteRequestBuffer request) -> {
            request.append(block, 0, 0, record.timestamp());
            return true;
          };
    }

    @Override
    public long resumeAt() {
      return resumeAt;
    }
  }

  private static final class NothingRefused implements RefusedRecords {
    @Override
    public void broken(ConsumerRecord<byte[], byte[]> record, String reason) {
      throw new AssertionError(reason);
    }

    @Override
    public void dropped(String reason, int samples) {
      assertThat(samples).as(reason).isZero();
    }
  }

  private static final class SilentListener implements DeliveryListener {
    @Override
    public void accepted(int samples, int bytesSent) {}

    @Override
    public void failed(String reason, long pauseMillis) {}

    @Override
    public void fellBack(Encoding from, Encoding to, String reason) {}

    @Override
    public void setAside(byte[] request, String reason) {}
  }

  /** Kafka's own fake, with a log that can be read again and asked for times. */
  private static final class TimedConsumer extends MockConsumer<byte[], byte[]> {
    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> log = new HashMap<>();
    private int failures;

    TimedConsumer() {
      super("earliest");
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
      super.seek(partition, offset);
      for (ConsumerRecord<byte[], byte[]> record : log.getOrDefault(partition, List.of())) {
        addRecord(record);
      }
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> times) {
      if (failures > 0) {
        failures--;
        throw new org.apache.kafka.common.errors.TimeoutException("the broker is away");
      }
      Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
      times.forEach(
          (partition, time) ->
              log.getOrDefault(partition, List.of()).stream()
                  .filter(record -> record.timestamp() >= time)
                  .findFirst()
                  .ifPresent(
                      record ->
                          found.put(
                              partition,
                              new OffsetAndTimestamp(record.offset(), record.timestamp()))));
      return found;
    }
  }

  private static final class ManualClock extends Clock {
    private long millis = 1_795_233_370_000L;

    void advance(long more) {
      millis += more;
    }

    @Override
    public long millis() {
      return millis;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
      return ZoneId.of("UTC");
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
