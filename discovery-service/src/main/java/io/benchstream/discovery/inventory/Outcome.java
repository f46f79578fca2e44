package io.benchstream.discovery.inventory;

import java.util.List;

/**
 * What an event did.
 *
 * @param fate of the event
 * @param detail why, in words; empty where there is nothing to say
 * @param changes to write; empty unless the event changed something
 */
public record Outcome(Fate fate, String detail, List<Change> changes) {
  public Outcome {
    changes = List.copyOf(changes);
  }

  static Outcome unchanged(Fate fate, String detail) {
    return new Outcome(fate, detail, List.of());
  }
}
