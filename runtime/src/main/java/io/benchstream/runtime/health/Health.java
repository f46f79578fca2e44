package io.benchstream.runtime.health;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What of a process is ready, part by part. Thread-safe. */
public final class Health {
  private final Map<String, Check> checks = new ConcurrentHashMap<>();

  /** Adds a part, which is not ready before it says so. A second part of the name replaces it. */
  public Check register(String part) {
    Check check = new Check();
    checks.put(part, check);
    return check;
  }

  /** True once every part is ready. */
  public boolean ready() {
    return unready().isEmpty();
  }

  /** The parts that are not ready, each with the reason in words. */
  public Map<String, String> unready() {
    Map<String, String> reasons = new TreeMap<>();
    checks.forEach(
        (part, check) -> {
          String reason = check.reason;
          if (reason != null) {
            reasons.put(part, reason);
          }
        });
    return reasons;
  }

  /** One part's word on its readiness. */
  public static final class Check {
    private volatile @Nullable String reason = "starting";

    private Check() {}

    public void ready() {
      reason = null;
    }

    /** Says why the part is not ready, in words a person can act on. */
    public void notReady(String why) {
      reason = why;
    }
  }
}
