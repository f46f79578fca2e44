package io.benchstream.scrape.worker;

import io.benchstream.scrape.lane.Ownership;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that the group has given to this worker, from their assignment over their claim to
 * their release. In the consumer's thread.
 */
final class OwnedPartitions implements ConsumerRebalanceListener {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedPartitions.class);
  private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(5);

  private final Consumer<byte[], byte[]> consumer;
  private final Lanes lanes;
  private final Clock clock;
  private final HandOvers handOvers;
  private final Duration releasePatience;
  private final Runnable beforeCommit;
  private final Map<TopicPartition, OwnedPartition> owned = new HashMap<>();
  private boolean joined;

  /**
   * @param releasePatience how long this worker goes on with what it gives back, until the next
   *     owner claims it
   * @param beforeCommit makes sure of all that a commit says is done
   */
  OwnedPartitions(
      Consumer<byte[], byte[]> consumer,
      Lanes lanes,
      Clock clock,
      HandOvers handOvers,
      Duration releasePatience,
      Runnable beforeCommit) {
    this.consumer = consumer;
    this.lanes = lanes;
    this.clock = clock;
    this.handOvers = handOvers;
    this.releasePatience = releasePatience;
    this.beforeCommit = beforeCommit;
  }

  /** Whether the group has this worker. */
  boolean joined() {
    return joined;
  }

  /** Whether all partitions are scraped. */
  boolean allClaimed() {
    return owned.values().stream().allMatch(OwnedPartition::isClaimed);
  }

  /** The partition, once it is known what the last owner left; else null. */
  @Nullable OwnedPartition get(String topic, int partition) {
    OwnedPartition found = owned.get(new TopicPartition(topic, partition));
    return found != null && found.isPrepared() ? found : null;
  }

  /**
   * Asks what the last owners of new partitions left. To be called after each poll, before its
   * records are looked at.
   */
  void prepare() {
    List<TopicPartition> unprepared = new ArrayList<>();
    owned.forEach(
        (partition, state) -> {
          if (!state.isPrepared()) {
            unprepared.add(partition);
          }
        });
    if (unprepared.isEmpty()) {
      return;
    }
    try {
      Map<TopicPartition, Long> ends = consumer.endOffsets(unprepared);
      Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(unprepared));
      owned.forEach(
          (partition, state) -> {
            Long end = ends.get(partition);
            if (end != null) {
              OffsetAndMetadata left = committed.get(partition);
              state.prepare(
                  left == null ? Claim.NONE : Claim.parse(left.metadata()),
                  left == null ? 0 : left.offset(),
                  end);
            }
          });
    } catch (RetriableException e) {
      LOG.warn("cannot ask for the ends of partitions yet: {}", e.getMessage());
      consumer.seekToBeginning(unprepared); // What was polled of them is left out.
    }
  }

  /** Claims the partitions that are read to their ends, and has their targets scraped. */
  void claim() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    Map<OwnedPartition, Claim> claims = new HashMap<>();
    try {
      owned.forEach(
          (partition, state) -> {
            if (state.isClaimed() || !state.isPrepared()) {
              return;
            }
            long position = consumer.position(partition, COMMIT_PATIENCE);
            if (state.isReadBy(position)) {
              Claim claim = state.nextClaim(clock.millis());
              claims.put(state, claim);
              offsets.put(partition, new OffsetAndMetadata(position, claim.text()));
            }
          });
      if (claims.isEmpty()) {
        return;
      }
      beforeCommit.run();
      consumer.commitSync(offsets, COMMIT_PATIENCE);
      claims.forEach(this::begin);
    } catch (RebalanceInProgressException | CommitFailedException e) {
      LOG.info("claims its partitions after the rebalance that is going on");
    } catch (RetriableException e) {
      // The broker may have taken the claim without an answer, and the last owner heard of it.
      claims.keySet().forEach(OwnedPartition::forgetLast);
      LOG.warn("cannot claim partitions yet: {}", e.getMessage());
    }
  }

  private void begin(OwnedPartition partition, Claim claim) {
    long since = partition.last().leftSince(claim);
    Ownership ownership = partition.claimed(claim);
    partition
        .targets()
        .forEach((id, target) -> lanes.on(id, lane -> lane.scrape(target, ownership, since)));
    partition
        .removedUnseen()
        .forEach((id, target) -> lanes.on(id, lane -> lane.removeUnseen(target, ownership)));
    partition.removedUnseen().clear();
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    joined = true;
    if (!partitions.isEmpty()) {
      consumer.seekToBeginning(partitions);
      for (TopicPartition partition : partitions) {
        owned.put(partition, new OwnedPartition(partition.partition()));
      }
    }
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    long until = clock.millis() + releasePatience.toMillis();
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (TopicPartition partition : partitions) {
      OwnedPartition state = owned.remove(partition);
      if (state != null && state.isClaimed()) {
        Claim released = new Claim(state.ownership().epoch(), true, until);
        OptionalLong position = position(partition);
        position.ifPresent(
            at -> offsets.put(partition, new OffsetAndMetadata(at, released.text())));
        handOvers.begin(partition, released, position, List.copyOf(state.targets().keySet()));
      }
    }
    if (!offsets.isEmpty()) {
      commit(offsets);
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    if (!partitions.isEmpty()) {
      LOG.warn(
          "{} partitions were given to another worker before this one knew", partitions.size());
    }
    drop(partitions);
  }

  /** Stops scraping at once, without a word to the next owner. */
  void abandon() {
    drop(List.copyOf(owned.keySet()));
  }

  private void drop(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      OwnedPartition state = owned.remove(partition);
      if (state != null && state.isClaimed()) {
        lanes.drop(state.targets().keySet());
      }
    }
  }

  private OptionalLong position(TopicPartition partition) {
    try {
      return OptionalLong.of(consumer.position(partition, COMMIT_PATIENCE));
    } catch (RetriableException e) {
      LOG.warn("{} is given back without a word to the next owner: {}", partition, e.getMessage());
      return OptionalLong.empty();
    }
  }

  /** Without it the next owner scrapes all targets at once, and no more is lost. */
  private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      beforeCommit.run();
      consumer.commitSync(offsets, COMMIT_PATIENCE);
    } catch (WakeupException e) {
      commit(offsets); // The wake-up was meant for the poll.
    } catch (KafkaException e) {
      LOG.warn("partitions are given back without a word to the next owner: {}", e.getMessage());
    }
  }
}
