package io.benchstream.discovery.inventory;

import java.util.List;

/**
 * What an event did.
 *
 * @param fate of the event
 * @param detail why, in words; empty where there is nothing to say
 * @param changes to write; empty unless the event changed something
 * @param leftOut derived targets that are not made since they may not be scraped, with the reason
 */
public record Outcome(Fate fate, String detail, List<Change> changes, List<String> leftOut) {
  public Outcome {
    leftOut = List.copyOf(leftOut);
    changes = List.copyOf(changes);
  }

  static Outcome unchanged(Fate fate, String detail) {
    return new Outcome(fate, detail, List.of(), List.of());
  }
}
