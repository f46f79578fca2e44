package io.benchstream.cli.targets;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.Health;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TargetStatus;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetViewTest {
  private static Target target(String id, String cluster) {
    return Target.newBuilder()
        .setId(id)
        .setCluster(cluster)
        .setKind("node")
        .setAddress("h:1")
        .setLabels(Map.of())
        .setSettings(ScrapeSettings.newBuilder().build())
        .setChangedAt(Instant.EPOCH)
        .build();
  }

  private static TargetStatus status(String id) {
    return TargetStatus.newBuilder()
        .setTargetId(id)
        .setCluster("c")
        .setHealth(Health.UP)
        .setOutcome(ScrapeOutcome.SUCCESS)
        .setWorker("w")
        .setEpoch(1)
        .setChangedAt(Instant.EPOCH)
        .build();
  }

  @Test
  void joinsTargetsWithTheirStatusAndForgetsWhatIsGone() {
    TargetView view = new TargetView();
    view.target("2", target("2", "b"));
    view.target("1", target("1", "c"));
    view.target("3", target("3", "a"));
    view.status("1", status("1"));
    view.status("9", status("9"));
    view.target("3", null);

    assertThat(view.entries())
        .extracting(entry -> entry.target().getId())
        .containsExactly("2", "1");
    assertThat(view.entries().getLast().status()).contains(status("1"));
    assertThat(view.entries().getFirst().status()).isEmpty();
  }
}
