package io.benchstream.aggregator.topology;

import io.benchstream.aggregator.window.Contribution;
import io.benchstream.aggregator.window.ContributionCodec;
import io.benchstream.aggregator.window.PartitionSink;
import io.benchstream.aggregator.window.PartitionWindows;
import io.benchstream.aggregator.window.Verdict;
import io.benchstream.runtime.kafka.Decoded;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.samples.RecordCheck;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** One partition of {@code samples}: scrapes in, shares of windows out. */
final class TargetProcessor implements Processor<byte[], byte[], byte[], Output> {
  static final String STORE = "targets";

  private static final byte[] TO_ALL = {};
  private static final Duration TICK = Duration.ofMillis(100);

  /**
   * The wall clock closes a window so much later than the grace asks: a record that was sent within
   * the grace is on its way so long, and whether it counts must not depend on that.
   */
  private static final long IN_FLIGHT_MS = 200;

  private static final Set<Verdict> WORTH_A_LINE =
      EnumSet.of(
          Verdict.FENCED, Verdict.LATE, Verdict.FUTURE, Verdict.NO_KEYFRAME, Verdict.INCOMPLETE);

  private final TopologyParts parts;
  private final ValueReader<Scrape> reader;
  private final ContributionCodec codec = new ContributionCodec();
  private @Nullable Task task;

  /** What there is once the task is assigned. */
  private record Task(
      ProcessorContext<byte[], Output> context, int partition, PartitionWindows windows) {}

  private long nextOffset;

  TargetProcessor(TopologyParts parts) {
    this.parts = parts;
    this.reader = parts.formats().scrapes().get();
  }

  @Override
  public void init(ProcessorContext<byte[], Output> context) {
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
          if (windows.closesAt(now - IN_FLIGHT_MS)) {
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
    ConsumerRecord<byte[], byte[]> original = RawRecords.original(record, position);
    switch (reader.read(original)) {
      case Decoded.Value<Scrape>(Scrape scrape) -> accept(current, scrape, original);
      case Decoded.Tombstone<Scrape> tombstone ->
          deadLetter(current, original, "no value; a scrape is wanted");
      case Decoded.Undecodable<Scrape>(String reason) -> deadLetter(current, original, reason);
    }
  }

  private void accept(Task current, Scrape scrape, ConsumerRecord<byte[], byte[]> record) {
    String fault = RecordCheck.faultOf(scrape);
    if (fault != null) {
      deadLetter(current, record, "a scrape that contradicts itself: " + fault);
      return;
    }
    Verdict verdict =
        current
            .windows()
            .accept(
                scrape,
                record.offset(),
                record.timestamp(),
                current.context().currentSystemTimeMs());
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
        .ifPresent(asOf -> current.windows().closeAt(asOf - IN_FLIGHT_MS));
  }

  private void deadLetter(Task current, ConsumerRecord<byte[], byte[]> original, String reason) {
    parts.meters().countUndecodable();
    parts
        .log()
        .warn(
            original.topic() + "-" + original.partition(),
            "record at offset %d goes to dead-letters: %s".formatted(original.offset(), reason));
    current.context().forward(RawRecords.deadLetter(original, reason));
  }

  private Task task() {
    Task current = task;
    if (current == null) {
      throw new IllegalStateException("not initialized");
    }
    return current;
  }

  private final class ShareSink implements PartitionSink {
    private final ProcessorContext<byte[], Output> context;
    private final int partition;

    ShareSink(ProcessorContext<byte[], Output> context, int partition) {
      this.context = context;
      this.partition = partition;
    }

    @Override
    public void contribution(long windowEnd, long asOf, Contribution contribution) {
      send(
          ScopeMessage.key(contribution.scope()),
          ScopeMessage.share(partition, windowEnd, asOf, contribution, codec));
    }

    @Override
    public void closed(long windowEnd) {
      send(TO_ALL, ScopeMessage.closed(partition, windowEnd));
    }

    private void send(byte[] key, byte[] message) {
      // Whoever waits for it sees it with the commit; in between there is no hurry.
      context.commit();
      context.forward(new Record<>(key, new Output.Share(message), context.currentSystemTimeMs()));
    }
  }
}
