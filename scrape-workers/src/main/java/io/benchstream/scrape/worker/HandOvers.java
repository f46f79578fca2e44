package io.benchstream.scrape.worker;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that this worker has given back and still scrapes, until it hears from when on
 * their next owners do: so that between two owners no scrape is lost and none is made twice. In the
 * consumer's thread.
 */
final class HandOvers {
  private static final Logger LOG = LoggerFactory.getLogger(HandOvers.class);
  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(150).toNanos();
  private static final Duration FINISH_STEP = Duration.ofMillis(50);

  private final Lanes lanes;
  private final Clock clock;
  private final Map<TopicPartition, HandOver> unclaimed = new HashMap<>();
  private final List<CompletableFuture<?>> underWay = new ArrayList<>();
  private long lookedAt = System.nanoTime() - LOOK_EVERY_NANOS;

  /**
   * @param epoch in which this worker has owned the partition
   * @param until it goes on up to then at most, milliseconds since the epoch
   */
  private record HandOver(long epoch, long until, List<String> targetIds) {}

  /** Where claims can be looked up. */
  interface Claims {
    /**
     * The last word on each of the partitions.
     *
     * @throws KafkaException where it cannot be found out at present
     */
    Map<TopicPartition, Claim> of(Set<TopicPartition> partitions);
  }

  HandOvers(Lanes lanes, Clock clock) {
    this.lanes = lanes;
    this.clock = clock;
  }

  /** Goes on with the targets of a partition that this worker has given back. */
  void begin(TopicPartition partition, Claim released, List<String> targetIds) {
    underWay.removeIf(CompletableFuture::isDone);
    underWay.add(lanes.release(targetIds, released.time()));
    unclaimed.put(partition, new HandOver(released.epoch(), released.time(), targetIds));
  }

  /** Looks, a few times a second, whether there are claims. */
  void look(Claims claims) {
    if (unclaimed.isEmpty() || System.nanoTime() - lookedAt < LOOK_EVERY_NANOS) {
      return;
    }
    lookedAt = System.nanoTime();
    try {
      Map<TopicPartition, Claim> last = claims.of(Set.copyOf(unclaimed.keySet()));
      last.forEach(this::hear);
    } catch (KafkaException e) {
      LOG.debug("cannot ask who has claimed the partitions that were given back", e);
    }
    long now = clock.millis();
    unclaimed.values().removeIf(handOver -> handOver.until() < now);
  }

  private void hear(TopicPartition partition, Claim claim) {
    HandOver handOver = unclaimed.get(partition);
    if (handOver != null && claim.epoch() > handOver.epoch()) {
      unclaimed.remove(partition);
      // One that is released again by now was claimed before.
      lanes.cut(handOver.targetIds(), claim.released() ? clock.millis() : claim.time());
    }
  }

  /** Whether this worker still scrapes what it has given back. */
  boolean isUnderWay() {
    return !underWay.stream().allMatch(CompletableFuture::isDone);
  }

  /** Nobody will claim the partitions. */
  private void end() {
    long now = clock.millis();
    for (Iterator<HandOver> each = unclaimed.values().iterator(); each.hasNext(); ) {
      lanes.cut(each.next().targetIds(), now);
      each.remove();
    }
  }

  /**
   * Waits until all is handed over, for as long as the patience lasts; gives up what is left then.
   *
   * @param others whether there are other workers
   */
  void finish(Claims claims, boolean others, Duration patience) throws InterruptedException {
    if (!others) {
      end();
    }
    long end = System.nanoTime() + patience.toNanos();
    while (isUnderWay()) {
      if (System.nanoTime() >= end) {
        LOG.warn("not all partitions are handed over within {}", patience);
        lanes.abandonReleased();
        return;
      }
      Thread.sleep(FINISH_STEP);
      look(claims);
    }
  }
}
