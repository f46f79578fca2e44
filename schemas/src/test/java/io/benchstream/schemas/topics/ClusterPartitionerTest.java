package io.benchstream.schemas.topics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.junit.jupiter.api.Test;

class ClusterPartitionerTest {
  private static final int PARTITIONS = 8;
  private static final Node NODE = new Node(0, "localhost", 1);
  private static final Node[] NODES = {NODE};
  private static final Cluster KAFKA =
      new Cluster(
          "it",
          List.of(NODE),
          IntStream.range(0, PARTITIONS)
              .mapToObj(i -> new PartitionInfo("lifecycle", i, NODE, NODES, NODES))
              .toList(),
          Set.of(),
          Set.of());

  private final ClusterPartitioner partitioner = new ClusterPartitioner();

  @Test
  void aClusterAndItsJobsMeet() {
    for (int i = 0; i < 100; i++) {
      String cluster = "cluster-" + i;
      int partition = partition(ResourceKeys.cluster(cluster).getBytes(UTF_8));

      assertThat(partition).isEqualTo(kafkas(cluster.getBytes(UTF_8)));
      assertThat(partition(ResourceKeys.job(cluster, "a/b").getBytes(UTF_8))).isEqualTo(partition);
      assertThat(ResourceKeys.partition(ResourceKeys.of(cluster, "42"), PARTITIONS))
          .isEqualTo(partition);
      assertThat(ResourceKeys.partition(ResourceKeys.of(cluster, null), PARTITIONS))
          .isEqualTo(partition);
    }
  }

  @Test
  void otherKeysGoWhereKafkaPutsThem() {
    byte[] notUtf8 = {'j', 'o', 'b', '/', (byte) 0xff};
    for (byte[] key : List.of("t1".getBytes(UTF_8), "job/x".getBytes(UTF_8), notUtf8)) {
      assertThat(partition(key)).isEqualTo(kafkas(key));
    }
  }

  @Test
  void aRecordWithoutKeyGoesAnywhere() {
    assertThat(partitioner.partition("lifecycle", null, null, null, null, KAFKA))
        .isBetween(0, PARTITIONS - 1);
  }

  private int partition(byte[] key) {
    return partitioner.partition("lifecycle", key, key, null, null, KAFKA);
  }

  private static int kafkas(byte[] key) {
    return BuiltInPartitioner.partitionForKey(key, PARTITIONS);
  }
}
