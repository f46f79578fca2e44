package io.benchstream.discovery.inventory;

import java.util.List;

/**
 * What restored state and present configuration differ in.
 *
 * @param changes to write
 * @param skipped resources that the present configuration refuses, with the reason: those that its
 *     profiles refuse keep the targets they have until their next event, those that its network
 *     rules deny lose them
 */
public record Reconciliation(List<Change> changes, List<String> skipped) {
  public Reconciliation {
    changes = List.copyOf(changes);
    skipped = List.copyOf(skipped);
  }
}
