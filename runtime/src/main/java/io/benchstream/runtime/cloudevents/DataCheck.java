package io.benchstream.runtime.cloudevents;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Rules for the data of an event beyond those of the record, for example a published schema. */
@FunctionalInterface
public interface DataCheck {
  /** No more rules. */
  DataCheck NONE = data -> {};

  /**
   * Checks the data, filled up with what the envelope says.
   *
   * @throws CloudEventException where a rule is broken; its field begins with {@code data.}
   */
  void check(ObjectNode data);
}
