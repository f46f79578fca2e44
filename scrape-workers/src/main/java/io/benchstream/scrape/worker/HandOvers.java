package io.benchstream.scrape.worker;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that this worker has given back and still scrapes, until it hears from when on
 * their next owners do: so that a planned change loses no scrape. See docs/adr/0002. In the
 * consumer's thread.
 */
final class HandOvers {
  private static final Logger LOG = LoggerFactory.getLogger(HandOvers.class);
  private static final long LOOK_EVERY_NANOS = Duration.ofMillis(150).toNanos();
  private static final Duration FINISH_STEP = Duration.ofMillis(50);

  /** What was due before the end may take so long. */
  private static final Duration PAGES_PATIENCE = Duration.ofSeconds(2);

  private final Scrapes scrapes;
  private final InstantSource clock;
  private final Map<TopicPartition, HandOver> unclaimed = new HashMap<>();
  private final List<CompletableFuture<?>> underWay = new ArrayList<>();
  private long lookedAt = System.nanoTime() - LOOK_EVERY_NANOS;

  /**
   * @param released what the next owner is told: in which epoch this worker has owned the
   *     partition, and until when it goes on at most
   * @param position offset up to which it has acted on the records, where that is known
   */
  private record HandOver(Claim released, OptionalLong position, List<String> targetIds) {}

  /** What scrapes the targets. */
  interface Scrapes {
    /** Goes on up to the cut; the answer is done once nothing is under way or to come. */
    CompletableFuture<?> release(Collection<String> targetIds, long cut);

    /** Brings a cut forward. */
    void cut(Collection<String> targetIds, long cut);

    /** Gives up what is left of all that was released. */
    void abandonReleased();
  }

  /** Where claims can be looked up. */
  interface Claims {
    /**
     * The last word on each of the partitions.
     *
     * @throws KafkaException where it cannot be found out at present
     */
    Map<TopicPartition, Claim> of(Set<TopicPartition> partitions);
  }

  /** The group, for a worker that has left it. */
  interface Group extends Claims {
    /**
     * Commits, unless others are in the group.
     *
     * @return whether nobody is; false also where that cannot be found out
     */
    boolean commitWhereNobodyIs(Map<TopicPartition, OffsetAndMetadata> offsets);
  }

  HandOvers(Scrapes scrapes, InstantSource clock) {
    this.scrapes = scrapes;
    this.clock = clock;
  }

  /** Goes on with the targets of a partition that this worker has given back. */
  void begin(
      TopicPartition partition, Claim released, OptionalLong position, List<String> targetIds) {
    underWay.removeIf(CompletableFuture::isDone);
    underWay.add(scrapes.release(targetIds, released.time()));
    unclaimed.put(partition, new HandOver(released, position, targetIds));
  }

  /** Looks, a few times a second, whether there are claims. */
  void look(Claims claims) {
    if (unclaimed.isEmpty() || System.nanoTime() - lookedAt < LOOK_EVERY_NANOS) {
      return;
    }
    lookedAt = System.nanoTime();
    try {
      claims.of(Set.copyOf(unclaimed.keySet())).forEach(this::hear);
    } catch (KafkaException e) {
      LOG.debug("cannot ask who has claimed the partitions that were given back", e);
    }
    long now = clock.millis();
    unclaimed.values().removeIf(handOver -> handOver.released().time() < now);
  }

  private void hear(TopicPartition partition, Claim claim) {
    HandOver handOver = unclaimed.get(partition);
    if (handOver != null && claim.epoch() > handOver.released().epoch()) {
      unclaimed.remove(partition);
      // One that is released again by now was claimed a moment ago, for a time that is not known.
      long from = claim.released() ? clock.millis() + Claim.HEARD_OF_MILLIS : claim.time();
      scrapes.cut(handOver.targetIds(), from);
    }
  }

  /** Whether this worker still scrapes what it has given back. */
  boolean isUnderWay() {
    return !underWay.stream().allMatch(CompletableFuture::isDone);
  }

  /**
   * Waits until all is handed over, at most until this worker has said that it would end, and gives
   * up what is left then. Where there are no others it ends at once, and leaves word of that.
   */
  void finish(Group group, Duration patience) throws InterruptedException {
    long now = clock.millis();
    Map<TopicPartition, OffsetAndMetadata> words = lastWords(now);
    if (!words.isEmpty() && group.commitWhereNobodyIs(words)) {
      unclaimed.values().forEach(handOver -> scrapes.cut(handOver.targetIds(), now));
      unclaimed.clear();
    }
    long end = System.nanoTime() + patience.plus(PAGES_PATIENCE).toNanos();
    while (isUnderWay()) {
      if (System.nanoTime() >= end) {
        LOG.warn("not all partitions are handed over within {}", patience);
        scrapes.abandonReleased();
        return;
      }
      Thread.sleep(FINISH_STEP);
      look(group);
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> lastWords(long now) {
    Map<TopicPartition, OffsetAndMetadata> words = new HashMap<>();
    unclaimed.forEach(
        (partition, handOver) ->
            handOver
                .position()
                .ifPresent(
                    position -> {
                      Claim word = new Claim(handOver.released().epoch(), true, now);
                      words.put(partition, new OffsetAndMetadata(position, word.text()));
                    }));
    return words;
  }
}
