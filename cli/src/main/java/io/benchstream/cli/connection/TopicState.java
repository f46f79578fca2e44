package io.benchstream.cli.connection;

import io.benchstream.schemas.topics.Topic;
import java.util.List;

/**
 * A topic as it stands on the broker.
 *
 * @param name on the broker
 * @param exists false: the other values are empty
 * @param partitions partition count
 * @param cleanupPolicy the broker's word
 * @param retentionMs milliseconds; -1 for ever
 * @param records last offsets less first ones: an upper bound where the topic is compacted
 * @param differences from the catalogue, in words; empty where all is as it should be
 */
public record TopicState(
    Topic topic,
    String name,
    boolean exists,
    int partitions,
    String cleanupPolicy,
    long retentionMs,
    long records,
    List<String> differences) {}
