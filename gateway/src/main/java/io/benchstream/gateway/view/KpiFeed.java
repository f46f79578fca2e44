package io.benchstream.gateway.view;

import io.benchstream.schemas.KpiWindow;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Hands KPIs on to whoever listens, as they come. Each listener has a buffer of its own; where it
 * takes too slowly the oldest goes, and is counted. Thread-safe.
 */
public final class KpiFeed {
  private final int maxListeners;
  private final int bufferSize;
  private final Set<Subscription> subscriptions = ConcurrentHashMap.newKeySet();

  /**
   * A feed.
   *
   * @param bufferSize windows that each listener may be behind
   */
  public KpiFeed(int maxListeners, int bufferSize) {
    this.maxListeners = maxListeners;
    this.bufferSize = bufferSize;
  }

  /** Takes a window. */
  public void put(KpiWindow window) {
    for (Subscription subscription : subscriptions) {
      subscription.offer(window);
    }
  }

  /**
   * Listens; empty where too many do already.
   *
   * @param wake called, on the thread that brings the window, when there is something to take
   */
  public synchronized Optional<Subscription> listen(LatestKpis.Filter filter, Runnable wake) {
    if (subscriptions.size() >= maxListeners) {
      return Optional.empty();
    }
    Subscription subscription = new Subscription(filter, wake);
    subscriptions.add(subscription);
    return Optional.of(subscription);
  }

  /** One who listens. */
  public final class Subscription implements AutoCloseable {
    private final LatestKpis.Filter filter;
    private final Runnable wake;
    private final Queue<KpiWindow> buffer = new ArrayDeque<>();
    private long dropped;

    private Subscription(LatestKpis.Filter filter, Runnable wake) {
      this.filter = filter;
      this.wake = wake;
    }

    private void offer(KpiWindow window) {
      if (!filter.takes(window)) {
        return;
      }
      synchronized (this) {
        if (buffer.size() >= bufferSize) {
          buffer.remove();
          dropped++;
        }
        buffer.add(window);
      }
      wake.run();
    }

    /** The next window; null where there is none. */
    public synchronized @Nullable KpiWindow poll() {
      return buffer.poll();
    }

    /** How many were lost since this was asked last. */
    public synchronized long takeDropped() {
      long count = dropped;
      dropped = 0;
      return count;
    }

    @Override
    public void close() {
      subscriptions.remove(this);
    }
  }
}
