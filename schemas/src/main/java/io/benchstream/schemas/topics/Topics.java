package io.benchstream.schemas.topics;

import java.util.regex.Pattern;

/**
 * The topics of one installation.
 *
 * @param prefix put before each short name, for example {@code benchstream.}; may be empty
 * @param partitions partition count of the topics keyed by target id, 1 to 10,000
 * @param replicationFactor replicas of every topic, 1 to 32,767
 */
public record Topics(String prefix, int partitions, short replicationFactor) {
  public static final String DEFAULT_PREFIX = "benchstream.";
  public static final int DEFAULT_PARTITIONS = 64;

  private static final Pattern LEGAL_PREFIX = Pattern.compile("[a-zA-Z0-9._-]{0,200}");

  public Topics {
    if (!LEGAL_PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "prefix: '%s' is not a legal start of a topic name; use up to 200 of [a-zA-Z0-9._-]"
              .formatted(prefix));
    }
    if (partitions < 1 || partitions > 10_000) {
      throw new IllegalArgumentException(
          "partitions: %d is outside 1 to 10000".formatted(partitions));
    }
    if (replicationFactor < 1) {
      throw new IllegalArgumentException(
          "replication_factor: %d is below 1".formatted(replicationFactor));
    }
  }

  /** The topic's name on the broker. */
  public String name(Topic topic) {
    return prefix + topic.shortName();
  }

  /** The topic's partition count. */
  public int partitions(Topic topic) {
    return topic.byTarget() ? partitions : topic.fixedPartitions();
  }
}
