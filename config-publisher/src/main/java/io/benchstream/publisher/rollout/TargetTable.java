package io.benchstream.publisher.rollout;

import io.benchstream.publisher.vmagent.Inventory;
import io.benchstream.publisher.vmagent.KubernetesCluster;
import io.benchstream.schemas.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The targets as the topic has them now, and whether they changed since they were last taken. It
 * gives nothing away before its topics have been read to their ends: a part of the targets must not
 * look like all of them. Thread-safe.
 */
public final class TargetTable {
  private final Map<String, Target> targets = new HashMap<>();
  private final Map<String, KubernetesCluster> clusters = new HashMap<>();
  private final Predicate<Target> wanted;
  private int unread;
  private boolean changed;
  private long version;

  /** All targets of one topic. */
  public TargetTable() {
    this(_ -> true, 1);
  }

  /**
   * @param wanted which targets are kept
   * @param topics how often {@link #markComplete} is called before the table is
   */
  public TargetTable(Predicate<Target> wanted, int topics) {
    this.wanted = wanted;
    this.unread = topics;
  }

  /**
   * Takes a record of the topic.
   *
   * @param target null where the target is removed
   */
  public synchronized void put(String id, @Nullable Target target) {
    put(targets, id, target != null && wanted.test(target) ? target : null);
  }

  /**
   * Takes what is known of a Kubernetes cluster.
   *
   * @param cluster null where its pods are not to be looked for
   */
  public synchronized void putCluster(String id, @Nullable KubernetesCluster cluster) {
    put(clusters, id, cluster);
  }

  private <T> void put(Map<String, T> table, String id, @Nullable T value) {
    T before = value == null ? table.remove(id) : table.put(id, value);
    if (value == null ? before != null : !value.equals(before)) {
      change();
    }
  }

  /** A topic has been read to its end. */
  public synchronized void markComplete() {
    unread--;
    // Also where there is no target: what an earlier run wrote may have to go.
    change();
  }

  private synchronized void change() {
    changed = true;
    version++;
    notifyAll();
  }

  /** Whether the topics have been read to their ends. */
  public synchronized boolean complete() {
    return unread <= 0;
  }

  /** Another number after each change. */
  public synchronized long version() {
    return version;
  }

  /** All targets, without a change being taken. */
  public synchronized Collection<Target> snapshot() {
    return List.copyOf(targets.values());
  }

  /** Waits until there is something to take, at most this long in milliseconds. */
  synchronized boolean awaitChange(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (!(complete() && changed)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** Everything; what comes later is a change again. */
  synchronized Inventory take() {
    changed = false;
    return new Inventory(new ArrayList<>(targets.values()), new ArrayList<>(clusters.values()));
  }
}
