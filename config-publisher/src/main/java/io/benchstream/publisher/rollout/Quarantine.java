package io.benchstream.publisher.rollout;

import io.benchstream.publisher.vmagent.ScrapeConfig;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Jobs that vmagent refused. They are left out until they change, or until some time has passed:
 * what was missing, a certificate for example, may be there by then. One thread.
 */
final class Quarantine {
  private final long millis;
  private final Map<String, Held> jobs = new HashMap<>();

  private record Held(String text, long until) {}

  /**
   * @param millis after which a job is tried again
   */
  Quarantine(long millis) {
    this.millis = millis;
  }

  void hold(ScrapeConfig config, String path, long now) {
    jobs.put(path, new Held(config.jobs().getOrDefault(path, ""), now + millis));
  }

  /** Paths of the jobs of a configuration that are held; the others are forgotten. */
  Set<String> heldIn(ScrapeConfig config, long now) {
    for (Iterator<Map.Entry<String, Held>> each = jobs.entrySet().iterator(); each.hasNext(); ) {
      Map.Entry<String, Held> job = each.next();
      boolean same = job.getValue().text.equals(config.jobs().get(job.getKey()));
      if (!same || now >= job.getValue().until) {
        each.remove();
      }
    }
    return new TreeSet<>(jobs.keySet());
  }

  /** When the next job is to be tried again; {@link Long#MAX_VALUE} for never. */
  long nextTrial() {
    long next = Long.MAX_VALUE;
    for (Held job : jobs.values()) {
      next = Math.min(next, job.until);
    }
    return next;
  }
}
