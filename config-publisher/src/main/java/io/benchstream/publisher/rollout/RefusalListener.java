package io.benchstream.publisher.rollout;

import io.benchstream.schemas.Target;

/** Learns of each target that is left out, once for each version of it. */
@FunctionalInterface
public interface RefusalListener {
  /**
   * A target is not in the configuration.
   *
   * @param reason value, limit and remedy in words
   */
  void leftOut(Target target, String reason);
}
