package io.benchstream.discovery.profile;

import io.benchstream.discovery.event.Rejection;
import io.benchstream.schemas.Target;
import java.util.List;

/** What follows from a resource. */
public sealed interface Resolution {
  /**
   * Its targets.
   *
   * @param targets sorted by id
   * @param leftOut targets that its profile derives and that are in networks not to be scraped,
   *     each with the reason, in words
   */
  record Targets(List<Target> targets, List<String> leftOut) implements Resolution {
    public Targets {
      targets = List.copyOf(targets);
      leftOut = List.copyOf(leftOut);
    }
  }

  /** The resource cannot be monitored as it was announced. */
  record Refused(Rejection rejection) implements Resolution {}

  /** One of its endpoints is in a network that is not to be scraped. */
  record Denied(Rejection rejection) implements Resolution {}
}
