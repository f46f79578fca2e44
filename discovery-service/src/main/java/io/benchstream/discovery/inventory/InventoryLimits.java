package io.benchstream.discovery.inventory;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What bounds the memory of an inventory. A number that is left out (0) has its usual value.
 *
 * @param maxTargetsPerCluster with those of the cluster's jobs; an event beyond it is rejected.
 *     Usually 20,000
 * @param maxResources clusters and jobs of one partition of {@code resources}; beyond it the ones
 *     that ended longest ago are forgotten, and where none has ended a new one is rejected. Usually
 *     100,000
 * @param endedRetention how long an ended cluster or job is remembered, so that late events of it
 *     are recognised. Usually 1 day
 */
public record InventoryLimits(int maxTargetsPerCluster, int maxResources, Duration endedRetention) {
  private static final int USUAL_TARGETS = 20_000;
  private static final int USUAL_RESOURCES = 100_000;

  public InventoryLimits(
      int maxTargetsPerCluster, int maxResources, @Nullable Duration endedRetention) {
    if (maxTargetsPerCluster < 0) {
      throw new IllegalArgumentException(
          "max_targets_per_cluster: %d is below 1".formatted(maxTargetsPerCluster));
    }
    if (maxResources < 0) {
      throw new IllegalArgumentException("max_resources: %d is below 1".formatted(maxResources));
    }
    this.maxTargetsPerCluster = maxTargetsPerCluster == 0 ? USUAL_TARGETS : maxTargetsPerCluster;
    this.maxResources = maxResources == 0 ? USUAL_RESOURCES : maxResources;
    this.endedRetention = endedRetention == null ? Duration.ofDays(1) : endedRetention;
  }

  /** The usual limits. */
  public static InventoryLimits usual() {
    return new InventoryLimits(0, 0, null);
  }
}
