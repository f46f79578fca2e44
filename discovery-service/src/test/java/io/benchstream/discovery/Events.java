package io.benchstream.discovery;

import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.ResourceType;
import java.time.Instant;
import java.util.Arrays;

/** Events for tests; times are seconds after {@link #START}. */
public final class Events {
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private Events() {}

  public static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  public static LifecycleEvent.Builder cluster(String cluster, Phase phase, long seconds) {
    return LifecycleEvent.newBuilder()
        .setId("%s-%s-%d".formatted(cluster, phase, seconds))
        .setSource("/test")
        .setTime(at(seconds))
        .setResourceType(ResourceType.CLUSTER)
        .setCluster(cluster)
        .setPhase(phase)
        .setKind("static");
  }

  public static LifecycleEvent.Builder job(String cluster, String job, Phase phase, long seconds) {
    return cluster(cluster, phase, seconds)
        .setId("%s-%s-%s-%d".formatted(cluster, job, phase, seconds))
        .setResourceType(ResourceType.JOB)
        .setJob(job);
  }

  public static LifecycleEvent running(
      String cluster, String job, long seconds, String... addresses) {
    return job(cluster, job, Phase.RUNNING, seconds)
        .setEndpoints(Arrays.stream(addresses).map(Events::endpoint).toList())
        .build();
  }

  public static Endpoint endpoint(String address) {
    return Endpoint.newBuilder().setAddress(address).build();
  }
}
