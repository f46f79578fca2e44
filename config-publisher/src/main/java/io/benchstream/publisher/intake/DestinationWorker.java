package io.benchstream.publisher.intake;

import io.benchstream.publisher.delivery.RequestDelivery;
import io.benchstream.publisher.remotewrite.PendingSamples;
import io.benchstream.runtime.health.Health;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of a destination: reads its share of the partitions, fills one request while the other
 * is under way, and commits an offset once the store has everything before it. It polls on whatever
 * the store does, so that it keeps its place in the group; while it has enough to do it takes
 * nothing new, so that it holds two requests and one fetch and no more.
 */
final class DestinationWorker implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(DestinationWorker.class);
  private static final long LONGEST_POLL_MS = 200;
  private static final long COMMIT_INTERVAL_MS = 500;
  private static final long FINISH_MS = 2_000;

  /** A record whose samples are on their way into requests. */
  private record Draining(
      ConsumerRecord<byte[], byte[]> record, TopicPartition partition, PendingSamples samples) {}

  private final String name;
  private final Consumer<byte[], byte[]> consumer;
  private final List<String> topics;
  private final String samplesTopic;
  private final Function<TopicPartition, PartitionIntake> intakes;
  private final RequestDelivery delivery;
  private final Runnable letters;
  private final long batchMillis;
  private final Clock clock;
  private final Health.Check readiness;
  private final DeliveryLog log;
  private final long replayMillis;

  private final Map<TopicPartition, PartitionIntake> assigned = new HashMap<>();
  private final Deque<ConsumerRecord<byte[], byte[]>> queue = new ArrayDeque<>();
  private final Map<TopicPartition, OffsetAndMetadata> delivered = new HashMap<>();
  private final AtomicBoolean polling = new AtomicBoolean();
  private @Nullable Draining draining;
  private Batch filling;
  private Batch underWay;
  private long committedAt;
  private long deliveredAt;
  private volatile long oldest = Long.MAX_VALUE;
  private volatile boolean closing;

  /**
   * What a worker is made of.
   *
   * @param consumer of the destination's group; the worker closes it
   * @param samplesTopic that of the topics whose records refer to earlier ones
   * @param delivery made with what is to be called when an answer has come
   * @param letters makes sure that dead letters are on their topic
   */
  record Parts(
      Consumer<byte[], byte[]> consumer,
      List<String> topics,
      String samplesTopic,
      Function<TopicPartition, PartitionIntake> intakes,
      Function<Runnable, RequestDelivery> delivery,
      Runnable letters) {}

  DestinationWorker(
      String name,
      Parts parts,
      int batchBytes,
      Duration batchInterval,
      Duration replay,
      Clock clock,
      Health.Check readiness) {
    this.name = name;
    this.consumer = parts.consumer;
    this.topics = parts.topics;
    this.samplesTopic = parts.samplesTopic;
    this.intakes = parts.intakes;
    this.delivery = parts.delivery.apply(this::wakeUp);
    this.letters = parts.letters;
    this.batchMillis = batchInterval.toMillis();
    this.replayMillis = replay.toMillis();
    this.log = new DeliveryLog(replayMillis);
    this.clock = clock;
    this.readiness = readiness;
    this.filling = new Batch(batchBytes);
    this.underWay = new Batch(batchBytes);
  }

  /**
   * Timestamp of the oldest record that the store does not have; MAX_VALUE for none. Any thread.
   */
  long oldest() {
    return oldest;
  }

  /** Ends {@link #run}; from any thread. */
  void close() {
    closing = true;
    wakeUp();
  }

  @Override
  public void run() {
    try (consumer) {
      subscribe();
      while (!closing) {
        step();
      }
      finish();
    } catch (RuntimeException e) {
      readiness.notReady("stopped: " + e.getMessage());
      LOG.error("{} has stopped: restart the service", name, e);
    }
  }

  void subscribe() {
    consumer.subscribe(topics, new Rebalance());
  }

  /** One round; returns soon, whatever the store does. */
  void step() {
    takeIn(poll());
    long now = clock.millis();
    boolean more;
    do {
      fill(now);
      more = hasMore();
    } while (deliver(now) && more);
    oldest = oldestRecord();
    if (now - committedAt >= COMMIT_INTERVAL_MS && !delivered.isEmpty()) {
      committedAt = now;
      commitAsync();
    }
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    if (hasMore() || closing) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(consumer.paused());
    }
    polling.set(true);
    try {
      return consumer.poll(Duration.ofMillis(pollMillis(clock.millis())));
    } catch (WakeupException e) {
      return ConsumerRecords.empty();
    } catch (RetriableException e) {
      LOG.warn("{}: no records at present, trying again: {}", name, e.toString());
      return ConsumerRecords.empty();
    } finally {
      polling.set(false);
    }
  }

  /** Until something is to be done that no record and no answer will wake us for. */
  private long pollMillis(long now) {
    long wait = LONGEST_POLL_MS;
    if (delivery.answered()) {
      return 0;
    }
    if (delivery.busy()) {
      wait = delivery.retryAt() > now ? Math.min(wait, delivery.retryAt() - now) : wait;
    } else if (filling.hasSamples()) {
      wait = Math.min(wait, batchMillis - filling.age(now));
    }
    return Math.max(wait, 0);
  }

  private void wakeUp() {
    // Outside of a poll the answer is seen before the next one, and other calls must not be broken
    // off.
    if (polling.get()) {
      consumer.wakeup();
    }
  }

  private boolean hasMore() {
    return draining != null || !queue.isEmpty();
  }

  private void takeIn(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, Long> begin;
    try {
      begin = beginnings(records);
    } catch (RetriableException e) {
      LOG.warn("{}: keyframes cannot be looked for, trying again: {}", name, e.toString());
      for (TopicPartition partition : records.partitions()) {
        consumer.seek(partition, records.records(partition).getFirst().offset());
      }
      return;
    }
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> ofPartition = records.records(partition);
      long first = ofPartition.getFirst().offset();
      if (!assigned.containsKey(partition)) {
        log.begin(partition, first, clock.millis());
      }
      if (intake(partition) instanceof SamplesIntake samples && samples.fresh()) {
        samples.deliverFrom(first);
      }
      long from = begin.getOrDefault(partition, first);
      if (from < first) {
        // These records come again, behind those that they refer to.
        consumer.seek(partition, from);
      } else {
        queue.addAll(ofPartition);
      }
    }
  }

  /** Where to begin with the partitions whose first records these are. */
  private Map<TopicPartition, Long> beginnings(ConsumerRecords<byte[], byte[]> records) {
    Map<TopicPartition, Long> firstTimes = new HashMap<>();
    for (TopicPartition partition : records.partitions()) {
      if (!assigned.containsKey(partition) && partition.topic().equals(samplesTopic)) {
        firstTimes.put(partition, records.records(partition).getFirst().timestamp());
      }
    }
    return firstTimes.isEmpty()
        ? Map.of()
        : unbroken(() -> KeyframeLookback.offsets(consumer, firstTimes));
  }

  private PartitionIntake intake(TopicPartition partition) {
    return assigned.computeIfAbsent(partition, intakes);
  }

  private void fill(long now) {
    while (!filling.request().isFull()) {
      Draining current = draining;
      if (current == null) {
        ConsumerRecord<byte[], byte[]> record = queue.poll();
        if (record == null) {
          return;
        }
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        current = new Draining(record, partition, intake(partition).take(record));
      }
      boolean done = current.samples.drainTo(filling.request());
      if (filling.hasSamples()) {
        filling.touch(current.record.timestamp(), now);
      }
      draining = done ? null : current;
      if (done) {
        filling.complete(current.partition, intake(current.partition).resumeAt());
      }
    }
  }

  /** True where there is room for more. */
  private boolean deliver(long now) {
    delivery.advance(now);
    if (delivery.busy()) {
      return false;
    }
    if (delivery.recovered() && replayMillis > 0 && !closing) {
      replay(now);
      return false;
    }
    delivered(underWay, now);
    if (!filling.hasSamples()) {
      delivered(filling, now);
      return true;
    }
    if (filling.request().isFull() || closing || filling.age(now) >= batchMillis) {
      Batch next = filling;
      filling = underWay;
      underWay = next;
      delivery.begin(next.request());
      delivery.advance(now);
      return true;
    }
    return false;
  }

  private void delivered(Batch batch, long now) {
    boolean hadSamples = batch.hasSamples();
    batch
        .finish()
        .forEach(
            (partition, offset) -> {
              delivered.put(partition, new OffsetAndMetadata(offset));
              log.delivered(partition, offset, now);
            });
    deliveredAt = hadSamples ? now : deliveredAt;
  }

  /**
   * The store is back after its connection was lost. If it was killed, it has lost what it had not
   * yet written to disk by then, at the latest when it took its last request: that is sent again.
   */
  private void replay(long now) {
    Map<TopicPartition, Long> offsets = log.before(deliveredAt - replayMillis);
    LOG.info("{}: the store is back; what it took last is sent again", name);
    release(offsets.keySet());
    underWay.finish();
    filling.finish();
    offsets.forEach(
        (partition, offset) -> {
          consumer.seek(partition, offset);
          delivered.put(partition, new OffsetAndMetadata(offset));
          log.begin(partition, offset, now);
        });
  }

  /** Drops what is held of the partitions: they are read again, or by somebody else. */
  private void release(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      PartitionIntake intake = assigned.remove(partition);
      if (intake != null) {
        intake.release();
      }
    }
    queue.removeIf(
        record -> partitions.contains(new TopicPartition(record.topic(), record.partition())));
    Draining current = draining;
    if (current != null && partitions.contains(current.partition)) {
      draining = null;
    }
  }

  private long oldestRecord() {
    long found = Math.min(filling.oldest(), underWay.oldest());
    Draining current = draining;
    if (current != null) {
      found = Math.min(found, current.record.timestamp());
    }
    ConsumerRecord<byte[], byte[]> next = queue.peek();
    return next == null ? found : Math.min(found, next.timestamp());
  }

  /** Gives what is under way a moment, so that less of it comes twice. */
  private void finish() {
    queue.clear();
    draining = null;
    long until = clock.millis() + FINISH_MS;
    deliver(clock.millis());
    while ((delivery.busy() || filling.hasSamples()) && clock.millis() < until) {
      poll();
      deliver(clock.millis());
    }
    commitDelivered();
  }

  private void commitAsync() {
    letters.run();
    Map<TopicPartition, OffsetAndMetadata> offsets = Map.copyOf(delivered);
    delivered.clear();
    consumer.commitAsync(
        offsets,
        (_, error) -> {
          if (error != null) {
            LOG.debug("{}: offsets are committed later: {}", name, error.toString());
            offsets.forEach(
                (partition, offset) -> {
                  if (assigned.containsKey(partition)) {
                    delivered.putIfAbsent(partition, offset);
                  }
                });
          }
        });
  }

  private void commitDelivered() {
    if (delivered.isEmpty()) {
      return;
    }
    letters.run();
    try {
      unbroken(
          () -> {
            consumer.commitSync(Map.copyOf(delivered));
            return true;
          });
      delivered.clear();
    } catch (KafkaException e) {
      LOG.warn(
          "{}: the last offsets are not committed, so some samples come twice: {}",
          name,
          e.toString());
    }
  }

  /** An answer may have come just when the poll ended, and would break off the next call. */
  private static <T> T unbroken(Supplier<T> call) {
    try {
      return call.get();
    } catch (WakeupException e) {
      return call.get();
    }
  }

  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.debug("{}: {} more partitions", name, partitions.size());
      readiness.ready();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commitDelivered();
      forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
      release(partitions);
      delivered.keySet().removeAll(partitions);
      log.forget(partitions);
      filling.forget(partitions);
      underWay.forget(partitions);
    }
  }
}
