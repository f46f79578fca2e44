package io.benchstream.publisher.intake;

import io.benchstream.publisher.delivery.RequestDelivery;
import io.benchstream.runtime.health.Health;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
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
  private static final long FINISH_MS = 2_000;

  private final String name;
  private final Consumer<byte[], byte[]> consumer;
  private final List<String> topics;
  private final RecordInbox inbox;
  private final RequestDelivery delivery;
  private final OffsetCommits commits;
  private final DeliveryLog log;
  private final long batchMillis;
  private final long replayMillis;
  private final LongSupplier ticker;
  private final Health.Check readiness;

  private final AtomicBoolean polling = new AtomicBoolean();
  private Batch filling;
  private Batch underWay;
  private long deliveredAt;
  private volatile long oldest = Long.MAX_VALUE;
  private volatile boolean closing;

  /**
   * What a worker is made of.
   *
   * @param consumer of the destination's group; the worker closes it
   * @param samplesTopic that of the topics whose records refer to earlier ones
   * @param delivery made with what is to be called when an answer has come
   * @param letters makes sure that dead letters are on their topic; false where they are not
   */
  record Parts(
      Consumer<byte[], byte[]> consumer,
      List<String> topics,
      String samplesTopic,
      Function<TopicPartition, PartitionIntake> intakes,
      Function<Runnable, RequestDelivery> delivery,
      BooleanSupplier letters) {}

  /**
   * @param batchInterval after which a request goes that is not full
   * @param replay what a store may lose when it is killed
   * @param ticker milliseconds of a clock that does not go back
   */
  DestinationWorker(
      String name,
      Parts parts,
      int batchBytes,
      Duration batchInterval,
      Duration replay,
      LongSupplier ticker,
      Health.Check readiness) {
    this.name = name;
    this.consumer = parts.consumer;
    this.topics = parts.topics;
    this.delivery = parts.delivery.apply(this::wakeUp);
    this.commits = new OffsetCommits(name, consumer, parts.letters);
    this.log = new DeliveryLog(replay.toMillis());
    this.inbox =
        new RecordInbox(
            consumer,
            parts.samplesTopic,
            parts.intakes,
            (partition, offset) -> log.begin(partition, offset, ticker.getAsLong()));
    this.batchMillis = batchInterval.toMillis();
    this.replayMillis = replay.toMillis();
    this.ticker = ticker;
    this.readiness = readiness;
    this.filling = new Batch(batchBytes, delivery::encoding);
    this.underWay = new Batch(batchBytes, delivery::encoding);
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

  /** Works until it is closed; whatever it throws, another one has to take its place. */
  @Override
  public void run() {
    try (consumer) {
      subscribe();
      while (!closing) {
        step();
      }
      finish();
    }
  }

  void subscribe() {
    consumer.subscribe(topics, new Rebalance());
  }

  /** One round; returns soon, whatever the store does. */
  void step() {
    inbox.add(poll());
    long now = ticker.getAsLong();
    boolean more;
    do {
      inbox.drainTo(filling, now);
      more = !inbox.isEmpty();
    } while (deliver(now) && more);
    oldest = Math.min(inbox.oldest(), Math.min(filling.oldest(), underWay.oldest()));
    commits.commitSoon(now);
  }

  private ConsumerRecords<byte[], byte[]> poll() {
    if (inbox.isEmpty() && !closing) {
      consumer.resume(consumer.paused());
    } else {
      consumer.pause(consumer.assignment());
    }
    polling.set(true);
    try {
      return consumer.poll(Duration.ofMillis(pollMillis(ticker.getAsLong())));
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
    if (delivery.answered()) {
      return 0;
    }
    long wait = LONGEST_POLL_MS;
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
    deliveredAt = batch.hasSamples() ? now : deliveredAt;
    batch
        .finish()
        .forEach(
            (partition, offset) -> {
              commits.add(partition, offset);
              log.delivered(partition, offset, now);
            });
  }

  /**
   * The store is back after its connection was lost. If it was killed, it has lost what it had not
   * yet written to disk by then, at the latest when it took its last request: that is sent again.
   */
  private void replay(long now) {
    LOG.info("{}: the store is back; what it took last is sent again", name);
    Map<TopicPartition, Long> offsets = log.before(deliveredAt - replayMillis);
    inbox.release(offsets.keySet());
    underWay.finish();
    filling.finish();
    offsets.forEach(
        (partition, offset) -> {
          consumer.seek(partition, offset);
          commits.add(partition, offset);
          log.begin(partition, offset, now);
        });
  }

  /** Gives what is under way a moment, so that less of it comes twice. */
  private void finish() {
    inbox.clear();
    long until = ticker.getAsLong() + FINISH_MS;
    deliver(ticker.getAsLong());
    while ((delivery.busy() || filling.hasSamples()) && ticker.getAsLong() < until) {
      poll();
      deliver(ticker.getAsLong());
    }
    commits.commitNow();
  }

  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      LOG.debug("{}: {} more partitions", name, partitions.size());
      readiness.ready();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      commits.commitNow();
      forget(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
      inbox.release(partitions);
      commits.forget(partitions);
      log.forget(partitions);
      filling.forget(partitions);
      underWay.forget(partitions);
    }
  }
}
