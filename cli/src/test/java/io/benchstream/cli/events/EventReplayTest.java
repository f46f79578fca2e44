package io.benchstream.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.discovery.profile.Profiles;
import io.benchstream.runtime.config.ConfigLoader;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.ResourceType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventReplayTest {
  private final EventReplay replay = new EventReplay(Profiles.load(new ConfigLoader(), null));

  private static LifecycleEvent event(String id, Phase phase, int second, String kind) {
    return LifecycleEvent.newBuilder()
        .setId(id)
        .setSource("/test")
        .setTime(Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second))
        .setResourceType(ResourceType.JOB)
        .setCluster("lab")
        .setJob("j")
        .setPhase(phase)
        .setKind(kind)
        .setEndpoints(
            phase == Phase.RUNNING
                ? List.of(Endpoint.newBuilder().setAddress("a:1").build())
                : List.of())
        .build();
  }

  @Test
  void whatTheServiceAllowedIsNotDeniedHere() {
    LifecycleEvent linkLocal =
        LifecycleEvent.newBuilder(event("start", Phase.RUNNING, 1, "static"))
            .setEndpoints(List.of(Endpoint.newBuilder().setAddress("169.254.1.1:80").build()))
            .build();

    replay.event("t-0@0", linkLocal);

    assertThat(replay.traced().getFirst().fate()).isEqualTo("applied");
  }

  @Test
  void everyEventHasItsFate() {
    replay.rejected("t-0@4", "endpoints: too many");
    replay.event("t-0@0", event("start", Phase.RUNNING, 1, "static"));
    replay.event("t-0@1", event("start", Phase.RUNNING, 1, "static"));
    replay.event("t-0@2", event("end", Phase.COMPLETED, 5, "static"));
    replay.event("t-0@3", event("late", Phase.RUNNING, 3, "static"));
    replay.event("t-0@4", event("many", Phase.RUNNING, 9, "static"));
    replay.event("t-0@5", event("unknown", Phase.RUNNING, 9, "nomad"));

    assertThat(replay.traced())
        .extracting(EventReplay.Traced::fate)
        .containsExactly("applied", "duplicate", "applied", "stale", "rejected", "rejected");
    assertThat(replay.traced().getFirst().targetsPut()).isEqualTo(1);
    assertThat(replay.traced().get(2).targetsRemoved()).isEqualTo(1);
    assertThat(replay.traced().get(3).reason()).contains("is before the last event's");
    assertThat(replay.traced().get(4).reason()).isEqualTo("endpoints: too many");
    assertThat(replay.traced().get(5).reason()).contains("'nomad' is not a monitor profile");
    assertThat(replay.traced().getFirst().json().at("/event/id").asText()).isEqualTo("start");
  }
}
