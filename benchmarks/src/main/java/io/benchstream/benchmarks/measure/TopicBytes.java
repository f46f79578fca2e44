package io.benchstream.benchmarks.measure;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.KafkaException;

/** What a topic takes on a broker's disk. */
public final class TopicBytes {
  private TopicBytes() {}

  /** Bytes of all partitions of a topic, on the brokers with these ids. */
  public static long of(Admin admin, Collection<Integer> brokers, String topic)
      throws InterruptedException {
    try {
      Map<Integer, Map<String, LogDirDescription>> described =
          admin.describeLogDirs(List.copyOf(brokers)).allDescriptions().get();
      return described.values().stream()
          .flatMap(directories -> directories.values().stream())
          .flatMap(directory -> directory.replicaInfos().entrySet().stream())
          .filter(replica -> replica.getKey().topic().equals(topic))
          .mapToLong(replica -> replica.getValue().size())
          .sum();
    } catch (ExecutionException e) {
      throw new KafkaException("the broker does not tell the size of " + topic, e);
    }
  }
}
