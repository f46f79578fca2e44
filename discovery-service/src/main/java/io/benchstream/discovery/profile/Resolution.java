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
   */
  record Targets(List<Target> targets) implements Resolution {}

  /** The resource cannot be monitored as it was announced. */
  record Refused(Rejection rejection) implements Resolution {}

  /** One of its targets is in a network that is not to be scraped. */
  record Denied(Rejection rejection) implements Resolution {}
}
