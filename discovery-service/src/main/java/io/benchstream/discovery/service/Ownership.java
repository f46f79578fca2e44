package io.benchstream.discovery.service;

import io.benchstream.discovery.inventory.Inventory;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The partitions that the group gave to this instance, and the state of each. Used by the thread
 * that polls, on which the group's changes arrive, too.
 */
final class Ownership implements ConsumerRebalanceListener {
  private final Set<Integer> owned = new HashSet<>();
  private final Map<Integer, Inventory> inventories = new HashMap<>();
  private final IntConsumer lost;
  private boolean joined;

  /**
   * @param lost told each partition whose state this instance no longer has
   */
  Ownership(IntConsumer lost) {
    this.lost = lost;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    joined = true;
    partitions.forEach(partition -> owned.add(partition.partition()));
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    partitions.forEach(
        partition -> {
          owned.remove(partition.partition());
          inventories.remove(partition.partition());
          lost.accept(partition.partition());
        });
  }

  /** True once the group has said what belongs to this instance; that may be nothing. */
  boolean joined() {
    return joined;
  }

  /** Owned partitions whose state was not read yet. */
  Set<Integer> unrestored() {
    Set<Integer> unrestored = new TreeSet<>(owned);
    unrestored.removeAll(inventories.keySet());
    return unrestored;
  }

  void restored(int partition, Inventory inventory) {
    inventories.put(partition, inventory);
  }

  /** The state of a partition; null where it is not owned or not read yet. */
  @Nullable Inventory inventory(int partition) {
    return inventories.get(partition);
  }

  Map<Integer, Inventory> inventories() {
    return inventories;
  }

  /** Forgets all state: it may say more than was committed. */
  void forgetState() {
    inventories.keySet().forEach(lost::accept);
    inventories.clear();
  }
}
