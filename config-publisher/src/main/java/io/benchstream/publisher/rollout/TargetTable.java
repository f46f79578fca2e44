package io.benchstream.publisher.rollout;

import io.benchstream.schemas.Target;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The targets as the topic has them now, and whether they changed since they were last taken. It
 * gives nothing away before the topic has been read to its end: a part of the targets must not look
 * like all of them. Thread-safe.
 */
public final class TargetTable {
  private final Map<String, Target> targets = new HashMap<>();
  private boolean complete;
  private boolean changed;

  /**
   * Takes a record of the topic.
   *
   * @param target null where the target is removed
   */
  public synchronized void put(String id, @Nullable Target target) {
    Target before = target == null ? targets.remove(id) : targets.put(id, target);
    if (target == null ? before != null : !target.equals(before)) {
      changed = true;
      notifyAll();
    }
  }

  /** The topic has been read to its end. */
  public synchronized void markComplete() {
    complete = true;
    // Also where there is no target: what an earlier run wrote may have to go.
    changed = true;
    notifyAll();
  }

  /** Whether the topic has been read to its end. */
  synchronized boolean complete() {
    return complete;
  }

  /** Waits until there is something to take, at most this long in milliseconds. */
  synchronized boolean awaitChange(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (!(complete && changed)) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  /** All targets; what comes later is a change again. */
  synchronized Collection<Target> take() {
    changed = false;
    return List.copyOf(targets.values());
  }
}
