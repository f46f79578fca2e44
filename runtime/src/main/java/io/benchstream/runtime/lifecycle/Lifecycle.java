package io.benchstream.runtime.lifecycle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts parts in the order in which they were added and stops them in the reverse order. Sinks are
 * added first and sources last: so nothing is taken in before it can be passed on, and at the end
 * the intake stops first.
 */
public final class Lifecycle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  private final List<Component> components = new ArrayList<>();
  private final Deque<Component> started = new ArrayDeque<>();

  /** Adds a part; before {@link #start}. Returns the part. */
  public synchronized <C extends Component> C add(C component) {
    components.add(component);
    return component;
  }

  /** Starts all parts. Where one fails, those before it and itself are closed again. */
  public synchronized void start() {
    for (Component component : components) {
      started.push(component);
      try {
        component.start();
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }
  }

  /** Stops what was started, last first. A part that fails to stop does not keep the others. */
  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      Component component = started.pop();
      try {
        component.close();
      } catch (RuntimeException e) {
        LOG.warn("{} did not stop cleanly", component.getClass().getSimpleName(), e);
      }
    }
  }
}
