package io.benchstream.relabel.rules;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a rule does. Prometheus' eleven actions, then those that only vmagent has. */
public enum RelabelAction {
  REPLACE,
  KEEP,
  DROP,
  KEEPEQUAL,
  DROPEQUAL,
  HASHMOD,
  LABELMAP,
  LABELDROP,
  LABELKEEP,
  LOWERCASE,
  UPPERCASE,
  KEEP_IF_EQUAL,
  DROP_IF_EQUAL,
  KEEP_IF_CONTAINS,
  DROP_IF_CONTAINS,
  KEEP_METRICS,
  DROP_METRICS,
  LABELMAP_ALL,
  REPLACE_ALL;

  /**
   * The action of a name, in upper or lower case as in Prometheus.
   *
   * @throws RelabelException where there is none of that name
   */
  public static RelabelAction named(String name) {
    if (name.isEmpty()) {
      throw new RelabelException(
          "action", "relabel action cannot be empty; leave the key out for replace");
    }
    for (RelabelAction action : values()) {
      if (action.label().equalsIgnoreCase(name)) {
        return action;
      }
    }
    if (name.equalsIgnoreCase("graphite")) {
      throw new RelabelException(
          "action",
          "\"graphite\" is not supported; write a replace rule with source_labels [__name__], and"
              + " a regex with a group in the place of each *, for every label");
    }
    throw new RelabelException(
        "action",
        "unknown relabel action \"%s\"; known are %s"
            .formatted(
                name,
                Arrays.stream(values())
                    .map(RelabelAction::label)
                    .collect(Collectors.joining(", "))));
  }

  /** The name in a configuration. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
