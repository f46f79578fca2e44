package io.benchstream.runtime.health;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What of a process is ready, part by part. Thread-safe. */
public final class Health {
  private final Set<Check> checks = ConcurrentHashMap.newKeySet();

  /**
   * Adds a part, which is not ready before it says so. Parts may have the same name, as the views
   * that two services in one process have of a topic: all of them have to be ready.
   */
  public Check register(String part) {
    Check check = new Check(part);
    checks.add(check);
    return check;
  }

  /** True once every part is ready. */
  public boolean ready() {
    return unready().isEmpty();
  }

  /** The parts that are not ready, each with the reason in words. */
  public Map<String, String> unready() {
    Map<String, String> reasons = new TreeMap<>();
    for (Check check : checks) {
      String reason = check.reason;
      if (reason != null) {
        reasons.merge(check.part, reason, Health::both);
      }
    }
    return reasons;
  }

  private static String both(String one, String other) {
    if (one.equals(other)) {
      return one;
    }
    // In an order of its own, so that the text does not change from one look to the next.
    return String.join("; ", new TreeSet<>(List.of(one, other)));
  }

  /** One part's word on its readiness. */
  public final class Check {
    private final String part;
    private volatile @Nullable String reason = "starting";

    private Check(String part) {
      this.part = part;
    }

    public void ready() {
      reason = null;
    }

    /** Says why the part is not ready, in words a person can act on. */
    public void notReady(String why) {
      reason = why;
    }

    /** The part is no more: nobody waits for it. */
    public void end() {
      checks.remove(this);
    }
  }
}
