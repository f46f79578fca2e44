package io.benchstream.scrape.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers' group, asked as an administrator does: by a worker that has left it. */
final class GroupAdmin implements HandOvers.Group, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupAdmin.class);
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Admin admin;
  private final String group;

  /**
   * @param admin ended with this
   */
  GroupAdmin(Admin admin, String group) {
    this.admin = admin;
    this.group = group;
  }

  @Override
  public Map<TopicPartition, Claim> of(Set<TopicPartition> partitions) {
    ListConsumerGroupOffsetsSpec spec =
        new ListConsumerGroupOffsetsSpec().topicPartitions(partitions);
    return claims(
        await(
            admin
                .listConsumerGroupOffsets(Map.of(group, spec))
                .partitionsToOffsetAndMetadata(group)));
  }

  /** What stands beside offsets; partitions without any are left out. */
  static Map<TopicPartition, Claim> claims(Map<TopicPartition, OffsetAndMetadata> committed) {
    Map<TopicPartition, Claim> claims = new HashMap<>();
    committed.forEach(
        (partition, offset) -> {
          if (offset != null) {
            claims.put(partition, Claim.parse(offset.metadata()));
          }
        });
    return claims;
  }

  @Override
  public boolean commitWhereNobodyIs(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      // The broker takes it from outside only where the group has no member.
      await(admin.alterConsumerGroupOffsets(group, offsets).all());
      return true;
    } catch (KafkaException e) {
      LOG.debug("others take over, or the group does not answer", e);
      return false;
    }
  }

  private static <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new KafkaException("no answer about the group: " + e, e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
