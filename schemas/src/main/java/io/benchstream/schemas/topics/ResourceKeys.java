package io.benchstream.schemas.topics;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Keys of the topics {@code lifecycle} and {@code resources}: {@code cluster/<cluster>} and {@code
 * job/<cluster>/<job>}. Their partition is that of the cluster, so that a cluster and its jobs meet
 * in order on one partition.
 */
public final class ResourceKeys {
  /** What to write where {@link #isId} says no. */
  public static final String ID_REMEDY = "use 1 to 253 of [A-Za-z0-9._-]";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,253}");

  private static final String CLUSTER = "cluster/";
  private static final String JOB = "job/";

  private ResourceKeys() {}

  /** True where this may be the id of a cluster or job; not {@code .} and {@code ..}. */
  public static boolean isId(String id) {
    return ID.matcher(id).matches() && !id.equals(".") && !id.equals("..");
  }

  public static String cluster(String cluster) {
    return CLUSTER + cluster;
  }

  public static String job(String cluster, String job) {
    return JOB + cluster + "/" + job;
  }

  /** The key of a job, or of the cluster itself where {@code job} is null. */
  public static String of(String cluster, @Nullable String job) {
    return job == null ? cluster(cluster) : job(cluster, job);
  }

  /**
   * The partition of a key among {@code partitions}: murmur2 of the cluster's id, as Kafka's own.
   */
  public static int partition(String key, int partitions) {
    return partitionOf(partitioned(key).getBytes(UTF_8), partitions);
  }

  /** As {@link #partition(String, int)}; keys that are not UTF-8 are not a resource's. */
  public static int partition(byte[] key, int partitions) {
    String text = new String(key, UTF_8);
    String decisive = partitioned(text);
    return partitionOf(decisive.equals(text) ? key : decisive.getBytes(UTF_8), partitions);
  }

  private static int partitionOf(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  /** The part of a key that decides its partition; the whole key where it is not a resource's. */
  private static String partitioned(String key) {
    if (key.startsWith(CLUSTER)) {
      return key.substring(CLUSTER.length());
    }
    int end = key.startsWith(JOB) ? key.indexOf('/', JOB.length()) : -1;
    return end < 0 ? key : key.substring(JOB.length(), end);
  }
}
