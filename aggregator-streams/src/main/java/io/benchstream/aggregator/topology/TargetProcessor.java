package io.benchstream.aggregator.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.aggregator.window.Contribution;
import io.benchstream.aggregator.window.ContributionCodec;
import io.benchstream.aggregator.window.PartitionSink;
import io.benchstream.aggregator.window.PartitionWindows;
import io.benchstream.aggregator.window.Verdict;
import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.schemas.Scrape;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** One partition of {@code samples}: scrapes in, shares of windows out. */
final class TargetProcessor implements Processor<byte[], byte[], byte[], TargetOutput> {
  static final String STORE = "targets";

  private static final byte[] TO_ALL = {};
  private static final byte[] NOTHING = {};
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Set<Verdict> WORTH_A_LINE =
      EnumSet.of(
          Verdict.FENCED, Verdict.LATE, Verdict.FUTURE, Verdict.NO_KEYFRAME, Verdict.INCOMPLETE);

  private final TopologyParts parts;
  private final ScrapeReader reader;
  private final ContributionCodec codec = new ContributionCodec();
  private @Nullable Task task;

  /** What there is once the task is assigned. */
  private record Task(
      ProcessorContext<byte[], TargetOutput> context, int partition, PartitionWindows windows) {}

  private long nextOffset;

  TargetProcessor(TopologyParts parts) {
    this.parts = parts;
    this.reader = parts.scrapeReaders().get();
  }

  @Override
  public void init(ProcessorContext<byte[], TargetOutput> context) {
    KeyValueStore<String, byte[]> store = context.getStateStore(STORE);
    int partition = context.taskId().partition();
    PartitionWindows windows =
        new PartitionWindows(
            parts.partitionSettings(),
            parts.layouts(),
            new StreamsTargetStore(store),
            new ShareSink(context, partition),
            parts.meters()::countSeriesLeftOut);
    task = new Task(context, partition, windows);
    Cadence provisional = new Cadence(parts.provisionalInterval(), Duration.ZERO);
    context.schedule(
        TICK,
        PunctuationType.WALL_CLOCK_TIME,
        now -> {
          if (windows.closesAt(now)) {
            closeByWallClock();
          }
          if (provisional.strikes(now)) {
            windows.provisional();
          }
        });
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Task current = task();
    RecordMetadata position = current.context().recordMetadata().orElseThrow();
    nextOffset = position.offset() + 1;
    ConsumerRecord<byte[], byte[]> original = original(record, position);
    switch (reader.read(original)) {
      case Decoded.Value<Scrape>(Scrape scrape) -> accept(current, scrape);
      case Decoded.Tombstone<Scrape> tombstone ->
          deadLetter(current, original, "no value; a scrape is wanted");
      case Decoded.Undecodable<Scrape>(String reason) -> deadLetter(current, original, reason);
    }
  }

  private void accept(Task current, Scrape scrape) {
    Verdict verdict = current.windows().accept(scrape, current.context().currentSystemTimeMs());
    parts.meters().count(verdict);
    if (WORTH_A_LINE.contains(verdict)) {
      parts
          .log()
          .warn(
              scrape.getTargetId() + " " + verdict.label(),
              "scrape of %s by %s, epoch %d, is not counted"
                  .formatted(scrape.getScrapeTime(), scrape.getOwner(), scrape.getEpoch()));
    }
  }

  private void closeByWallClock() {
    Task current = task();
    parts
        .inputEnds()
        .caughtUpAt(current.partition(), nextOffset)
        .ifPresent(current.windows()::closeAt);
  }

  private void deadLetter(Task current, ConsumerRecord<byte[], byte[]> original, String reason) {
    parts.meters().countUndecodable();
    parts
        .log()
        .warn(
            original.topic() + "-" + original.partition(),
            "record at offset %d goes to dead-letters: %s".formatted(original.offset(), reason));
    Headers headers = new RecordHeaders(original.headers());
    header(headers, DeadLetters.TOPIC, original.topic());
    header(headers, DeadLetters.PARTITION, Integer.toString(original.partition()));
    header(headers, DeadLetters.OFFSET, Long.toString(original.offset()));
    header(headers, DeadLetters.STAGE, "aggregator");
    header(headers, DeadLetters.REASON, reason);
    byte[] value = original.value();
    current
        .context()
        .forward(
            new Record<>(
                original.key() == null ? NOTHING : original.key(),
                new TargetOutput.DeadLetter(value == null ? NOTHING : value),
                original.timestamp(),
                headers));
  }

  private static void header(Headers headers, String name, String value) {
    headers.remove(name).add(name, value.getBytes(UTF_8));
  }

  private static ConsumerRecord<byte[], byte[]> original(
      Record<byte[], byte[]> record, RecordMetadata position) {
    return new ConsumerRecord<>(
        position.topic(),
        position.partition(),
        position.offset(),
        record.timestamp(),
        TimestampType.CREATE_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        record.key(),
        record.value(),
        record.headers(),
        Optional.empty());
  }

  private Task task() {
    Task current = task;
    if (current == null) {
      throw new IllegalStateException("not initialized");
    }
    return current;
  }

  private final class ShareSink implements PartitionSink {
    private final ProcessorContext<byte[], TargetOutput> context;
    private final int partition;

    ShareSink(ProcessorContext<byte[], TargetOutput> context, int partition) {
      this.context = context;
      this.partition = partition;
    }

    @Override
    public void contribution(long windowEnd, long asOf, Contribution contribution) {
      send(
          ShareMessage.key(contribution.scope()),
          ShareMessage.share(partition, windowEnd, asOf, contribution, codec));
    }

    @Override
    public void closed(long windowEnd) {
      send(TO_ALL, ShareMessage.closed(partition, windowEnd));
    }

    private void send(byte[] key, byte[] message) {
      context.forward(
          new Record<>(key, new TargetOutput.ToScopes(message), context.currentSystemTimeMs()));
    }
  }
}
