package io.benchstream.publisher.rollout;

import io.benchstream.publisher.vmagent.RefusedTarget;
import io.benchstream.runtime.logging.RateLimitedLog;
import io.benchstream.schemas.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.LoggerFactory;

/**
 * Tells of the targets that are left out of a configuration, each once as long as neither it nor
 * the reason changes: to the log, the metrics and a listener. One thread.
 */
final class LeftOutTargets {
  private final RolloutMeters meters;
  private final RefusalListener listener;
  private final RateLimitedLog log;
  private final Map<String, Told> told = new HashMap<>();

  private record Told(Target target, String reason) {}

  LeftOutTargets(RolloutMeters meters, RefusalListener listener, Clock clock) {
    this.meters = meters;
    this.listener = listener;
    this.log =
        new RateLimitedLog(
            LoggerFactory.getLogger(LeftOutTargets.class), clock, Duration.ofMinutes(10));
  }

  /**
   * What is left out now.
   *
   * @param targets all targets
   */
  void tell(List<RefusedTarget> leftOut, Collection<Target> targets) {
    meters.leftOut(leftOut);
    Set<String> ids = new HashSet<>();
    leftOut.forEach(refused -> ids.add(refused.targetId()));
    told.keySet().retainAll(ids);
    if (leftOut.isEmpty()) {
      return;
    }
    Map<String, Target> byId = new HashMap<>();
    targets.stream()
        .filter(target -> ids.contains(target.getId()))
        .forEach(target -> byId.put(target.getId(), target));
    for (RefusedTarget refused : leftOut) {
      log.warn(
          "target " + refused.targetId(),
          "left out of the vmagent configuration: " + refused.reason());
      Target target = byId.get(refused.targetId());
      if (target != null) {
        Told now = new Told(target, refused.reason());
        if (!now.equals(told.put(refused.targetId(), now))) {
          listener.leftOut(target, refused.reason());
        }
      }
    }
  }
}
