package io.benchstream.gateway.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What the data of an event may hold. */
public interface DataRules {
  /** The first thing wrong; empty where nothing is. */
  Optional<Violation> violation(JsonNode data);

  /**
   * A rule that the data breaks.
   *
   * @param field path in the data, for example {@code endpoints[2].address}
   * @param detail the value, what is wrong with it, and what to write
   */
  record Violation(String field, String detail) {}
}
