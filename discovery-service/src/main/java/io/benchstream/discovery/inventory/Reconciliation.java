package io.benchstream.discovery.inventory;

import java.util.List;

/**
 * What restored state and present configuration differ in.
 *
 * @param changes to write
 * @param skipped resources that the present profiles refuse, with the reason; they keep the targets
 *     they have until their next event
 */
public record Reconciliation(List<Change> changes, List<String> skipped) {
  public Reconciliation {
    changes = List.copyOf(changes);
    skipped = List.copyOf(skipped);
  }
}
