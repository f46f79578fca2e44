package io.benchstream.discovery.resource;

import static io.benchstream.discovery.Events.at;
import static io.benchstream.discovery.Events.cluster;
import static io.benchstream.discovery.Events.endpoint;
import static io.benchstream.discovery.Events.job;
import static io.benchstream.discovery.Events.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResourceStateTest {
  @Test
  void theFirstEventMakesTheResource() {
    Resource resource = applied(null, running("a", "1", 5, "h:1"));

    assertThat(resource.getPhase()).isEqualTo(Phase.RUNNING);
    assertThat(resource.getSince()).isEqualTo(at(5));
    assertThat(resource.getLastEventTime()).isEqualTo(at(5));
    assertThat(resource.getEndpoints()).containsExactly(endpoint("h:1"));
    assertThat(resource.getRecentEvents()).containsExactly("/test\na-1-RUNNING-5");
  }

  @Test
  void theSameSourceAndIdIsADuplicateWhateverElseItSays() {
    Resource resource = applied(null, running("a", "1", 5, "h:1"));

    assertThat(on(resource, running("a", "1", 5, "h:2"))).isInstanceOf(Transition.Duplicate.class);
    LifecycleEvent later =
        LifecycleEvent.newBuilder(running("a", "1", 5, "h:2")).setTime(at(9)).build();
    assertThat(on(resource, later)).isInstanceOf(Transition.Duplicate.class);
    LifecycleEvent otherSource = LifecycleEvent.newBuilder(later).setSource("/other").build();
    assertThat(on(resource, otherSource)).isInstanceOf(Transition.Applied.class);
  }

  @Test
  void remembersTheLastThirtyTwoEvents() {
    Resource resource = applied(null, running("a", "1", 0, "h:1"));
    for (int second = 1; second <= 32; second++) {
      resource = applied(resource, running("a", "1", second, "h:1"));
    }

    assertThat(resource.getRecentEvents())
        .hasSize(32)
        .startsWith("/test\na-1-RUNNING-32")
        .endsWith("/test\na-1-RUNNING-1");
    assertThat(on(resource, running("a", "1", 1, "h:1"))).isInstanceOf(Transition.Duplicate.class);
    // One that is no longer remembered is old, too.
    assertThat(on(resource, running("a", "1", 0, "h:1"))).isInstanceOf(Transition.Stale.class);
  }

  @Test
  void anEventIsTheWholeTruthAboutWhatLives() {
    Resource before =
        applied(
            null,
            job("a", "1", Phase.RUNNING, 1)
                .setLabels(Map.of("x", "1"))
                .setAttributes(Map.of("nodes", "n1"))
                .setEndpoints(List.of(endpoint("h:1")))
                .build());

    Resource after = applied(before, job("a", "1", Phase.RUNNING, 2).setKind("vllm").build());

    assertThat(after.getLabels()).isEmpty();
    assertThat(after.getAttributes()).isEmpty();
    assertThat(after.getEndpoints()).isEmpty();
    assertThat(after.getKind()).isEqualTo("vllm");
    assertThat(after.getSince()).isEqualTo(at(1));
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "FAILED", "CANCELLED", "DELETED"})
  void theEndKeepsWhatTheResourceWas(Phase end) {
    Resource before =
        applied(
            null,
            job("a", "1", Phase.RUNNING, 1)
                .setKind("vllm")
                .setLabels(Map.of("x", "1"))
                .setAttributes(Map.of("nodes", "n1"))
                .setEndpoints(List.of(endpoint("h:1")))
                .build());

    Resource after =
        applied(before, job("a", "1", end, 2).setAttributes(Map.of("exit_code", "0")).build());

    assertThat(after.getPhase()).isEqualTo(end);
    assertThat(after.getSince()).isEqualTo(at(2));
    assertThat(after.getKind()).isEqualTo("vllm");
    assertThat(after.getLabels()).containsOnly(Map.entry("x", "1"));
    assertThat(after.getAttributes())
        .containsOnly(Map.entry("nodes", "n1"), Map.entry("exit_code", "0"));
    assertThat(after.getEndpoints()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "FAILED", "CANCELLED", "DELETED"})
  void aLateStartDoesNotReviveWhatHasEnded(Phase end) {
    Resource ended = applied(null, job("a", "1", end, 10).build());

    assertThat(on(ended, running("a", "1", 9, "h:1"))).isInstanceOf(Transition.Stale.class);
    assertThat(on(ended, running("a", "1", 10, "h:1"))).isInstanceOf(Transition.Stale.class);
    assertThat(on(ended, job("a", "1", Phase.PENDING, 10).build()))
        .isInstanceOf(Transition.Stale.class);
  }

  @Test
  void aStartOfALaterTimeIsANewLife() {
    Resource ended = applied(null, job("a", "1", Phase.COMPLETED, 10).build());

    Resource anew = applied(ended, running("a", "1", 11, "h:1"));

    assertThat(anew.getPhase()).isEqualTo(Phase.RUNNING);
    assertThat(anew.getSince()).isEqualTo(at(11));
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, RUNNING, true",
    "RUNNING, PENDING, false",
    "RUNNING, RUNNING, true",
    "RUNNING, SUSPENDED, true",
    "SUSPENDED, RUNNING, false",
    "SUSPENDED, COMPLETED, true",
    "COMPLETED, FAILED, true",
    "FAILED, COMPLETED, false",
    "CANCELLED, DELETED, true",
    "DELETED, CANCELLED, false"
  })
  void atTheSameTimeTheFurtherPhaseHolds(Phase first, Phase second, boolean holds) {
    Resource resource = applied(null, cluster("a", first, 1).setId("1").build());

    Transition transition = on(resource, cluster("a", second, 1).setId("2").build());

    assertThat(transition).isInstanceOf(holds ? Transition.Applied.class : Transition.Stale.class);
  }

  @Test
  void aJobEndsWithItsClusterUnlessItWasAnnouncedLater() {
    ResourceState.Live job = new ResourceState.Live(applied(null, running("a", "1", 5, "h:1")));

    assertThat(job.endWithCluster(Phase.DELETED, at(4))).isInstanceOf(Transition.Stale.class);
    assertThat(job.endWithCluster(Phase.DELETED, at(5)))
        .isInstanceOfSatisfying(
            Transition.Applied.class,
            applied -> {
              assertThat(applied.next().getPhase()).isEqualTo(Phase.DELETED);
              assertThat(applied.next().getEndpoints()).isEmpty();
              assertThat(on(applied.next(), running("a", "1", 5, "h:2")))
                  .isInstanceOf(Transition.Duplicate.class);
            });
  }

  @Test
  void notesOutliveEvents() {
    Resource noted =
        Notes.with(applied(null, running("a", "1", 1, "h:1")), Map.of(Notes.SESSION_START, "1000"));

    Resource after = applied(noted, running("a", "1", 2, "h:1"));

    assertThat(Notes.time(after, Notes.SESSION_START)).hasValue(Instant.ofEpochSecond(1));
    Map<String, @Nullable String> removal = new HashMap<>();
    removal.put(Notes.SESSION_START, null);
    assertThat(Notes.with(after, removal).getAttributes()).isEmpty();
    assertThat(Notes.time(null, Notes.ENDED_AT)).isEmpty();
  }

  private static Transition on(@Nullable Resource resource, LifecycleEvent event) {
    return ResourceState.of(resource).on(event);
  }

  private static Resource applied(@Nullable Resource resource, LifecycleEvent event) {
    return ((Transition.Applied) on(resource, event)).next();
  }
}
