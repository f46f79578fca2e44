package io.benchstream.schemas.samples.kafka;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.samples.Decoded;
import io.benchstream.schemas.samples.ScrapeDecoder;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads scrapes from any offset on. Where a partition begins in the middle of its log, the reader
 * looks at the first record, goes back by two keyframe intervals, decodes from there without
 * handing anything on, and hands on from the wanted offset. A scrape in parts is handed on with its
 * last part, so that an offset committed between two parts loses nothing.
 *
 * <p>The wanted offset of a partition is where the consumer stands when it first returns a record
 * of it: after {@code assign} and {@code seek}, or after a rebalance, for which the reader is to be
 * given to {@code subscribe} as the listener. Offsets must be committed from {@link #positions}
 * only: the consumer's own position lies behind while it goes back. Not thread-safe.
 */
public final class SamplesReader implements ConsumerRebalanceListener {
  private static final int KEYFRAME_INTERVALS_BACK = 2;

  private static final class PartitionState {
    private final ScrapeDecoder decoder;
    private final long wanted;
    private long next;

    PartitionState(ScrapeDecoder decoder, long wanted) {
      this.decoder = decoder;
      this.wanted = wanted;
      this.next = wanted;
    }
  }

  private final Consumer<byte[], byte[]> consumer;
  private final ScrapeParser parser;
  private final long lookBackMs;
  private final ScrapeDecoder.Limits limits;
  private final Map<TopicPartition, PartitionState> partitions = new HashMap<>();

  /**
   * A reader on a consumer, which stays the caller's to close.
   *
   * @param keyframeInterval of the encoders, or more
   * @param limits of each partition's decoder
   */
  public SamplesReader(
      Consumer<byte[], byte[]> consumer,
      ScrapeParser parser,
      Duration keyframeInterval,
      ScrapeDecoder.Limits limits) {
    this.consumer = consumer;
    this.parser = parser;
    this.lookBackMs = keyframeInterval.multipliedBy(KEYFRAME_INTERVALS_BACK).toMillis();
    this.limits = limits;
  }

  /** Assigns partitions without a group; each is read from its offset on. */
  public void start(Map<TopicPartition, Long> wanted) {
    partitions.clear();
    consumer.assign(wanted.keySet());
    wanted.forEach(consumer::seek);
  }

  /**
   * Polls once and hands on what came. Where the handler throws, the rest of the poll is lost to
   * this reader: go on from {@link #positions} with a new one.
   *
   * @return the number of records handed on
   */
  public int poll(Duration timeout, ScrapeHandler handler) {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(timeout);
    if (records.isEmpty()) {
      return 0;
    }
    Map<TopicPartition, Long> starts = startsOfNewPartitions(records);
    int handedOn = 0;
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> polled = records.records(partition);
      Long start = starts.get(partition);
      if (start != null) {
        long wanted = polled.get(0).offset();
        partitions.put(partition, new PartitionState(new ScrapeDecoder(limits), wanted));
        if (start < wanted) {
          consumer.seek(partition, start);
          continue;
        }
      }
      PartitionState state = partitions.get(partition);
      if (state != null) {
        handedOn += handOn(polled, state, handler);
      }
    }
    return handedOn;
  }

  /** The next offset of each partition to hand on: what may be committed. */
  public Map<TopicPartition, OffsetAndMetadata> positions() {
    Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
    partitions.forEach(
        (partition, state) -> positions.put(partition, new OffsetAndMetadata(state.next)));
    return positions;
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
    partitions.keySet().removeAll(revoked);
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
    // What is new is seen at its first record: where it stands is known by then.
  }

  private int handOn(
      List<ConsumerRecord<byte[], byte[]>> records, PartitionState state, ScrapeHandler handler) {
    int handedOn = 0;
    for (ConsumerRecord<byte[], byte[]> record : records) {
      boolean isPriming = record.offset() < state.wanted;
      Scrape scrape = parser.parse(record, isPriming);
      Decoded decoded = scrape == null ? null : state.decoder.decode(scrape);
      if (isPriming) {
        continue;
      }
      if (decoded != null) {
        handler.handle(record, decoded);
        handedOn++;
      }
      state.next = record.offset() + 1;
    }
    return handedOn;
  }

  /** Where to begin decoding in each partition that has not been read before. */
  private Map<TopicPartition, Long> startsOfNewPartitions(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, Long> times = new HashMap<>();
    Map<TopicPartition, Long> starts = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      if (!partitions.containsKey(partition)) {
        ConsumerRecord<byte[], byte[]> first = records.records(partition).get(0);
        times.put(partition, Math.max(0, first.timestamp() - lookBackMs));
        starts.put(partition, first.offset());
      }
    }
    if (!times.isEmpty()) {
      timesToOffsets(records, times)
          .forEach(
              (partition, found) -> {
                if (found != null) {
                  starts.merge(partition, found.offset(), Math::min);
                }
              });
    }
    return starts;
  }

  private Map<TopicPartition, OffsetAndTimestamp> timesToOffsets(
      ConsumerRecords<byte[], byte[]> records, Map<TopicPartition, Long> times) {
    try {
      return consumer.offsetsForTimes(times);
    } catch (RuntimeException e) {
      // The broker did not answer: nothing of this poll has been dealt with, so it is polled again.
      for (TopicPartition partition : records.partitions()) {
        consumer.seek(partition, records.records(partition).get(0).offset());
      }
      throw e;
    }
  }
}
