package io.benchstream.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.Health;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.ScrapeLimits;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.TargetStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TargetCatalogueTest {
  private final TargetCatalogue catalogue = new TargetCatalogue();

  @Test
  void aTargetHasItsStatusWhicheverComesFirst() {
    catalogue.put("1", target("1", "a", null));
    assertThat(statuses()).containsExactly(Optional.empty());
    catalogue.putStatus("1", status("1", 1, Health.UP));
    catalogue.putStatus("2", status("2", 1, Health.DOWN));
    catalogue.put("2", target("2", "a", null));

    assertThat(statuses())
        .extracting(status -> status.orElseThrow().getHealth())
        .containsExactly(Health.UP, Health.DOWN);
  }

  @Test
  void whatAFormerOwnerStillSaysIsNotTaken() {
    catalogue.put("1", target("1", "a", null));
    catalogue.putStatus("1", status("1", 2, Health.UP));
    catalogue.putStatus("1", status("1", 1, Health.DOWN));

    assertThat(statuses().getFirst().orElseThrow().getHealth()).isEqualTo(Health.UP);
  }

  @Test
  void aRemovedTargetIsGoneWithItsStatus() {
    catalogue.put("1", target("1", "a", null));
    catalogue.putStatus("1", status("1", 1, Health.UP));
    catalogue.put("1", null);
    catalogue.put("1", target("1", "a", null));

    assertThat(statuses()).containsExactly(Optional.empty());
    catalogue.putStatus("1", status("1", 1, Health.UP));
    catalogue.putStatus("1", null);
    assertThat(statuses()).containsExactly(Optional.empty());
  }

  @Test
  void filtersAndPagesByClusterAndId() {
    catalogue.put("3", target("3", "a", "7"));
    catalogue.put("1", target("1", "b", "7"));
    catalogue.put("2", target("2", "a", null));

    assertThat(ids(catalogue.find(null, null, null, 10))).containsExactly("2", "3", "1");
    assertThat(ids(catalogue.find("a", "7", null, 10))).containsExactly("3");
    Page<TargetCatalogue.Entry> first = catalogue.find(null, null, null, 2);
    assertThat(ids(first)).containsExactly("2", "3");
    assertThat(ids(catalogue.find(null, null, first.next().orElseThrow(), 2))).containsExactly("1");
  }

  private List<Optional<TargetStatus>> statuses() {
    return catalogue.find(null, null, null, 10).items().stream()
        .map(TargetCatalogue.Entry::status)
        .toList();
  }

  private static List<String> ids(Page<TargetCatalogue.Entry> page) {
    return page.items().stream().map(entry -> entry.target().getId()).toList();
  }

  private static Target target(String id, String cluster, @Nullable String job) {
    return Target.newBuilder()
        .setId(id)
        .setCluster(cluster)
        .setJob(job)
        .setKind("node")
        .setAddress("h:9100")
        .setSettings(
            ScrapeSettings.newBuilder()
                .setLimits(ScrapeLimits.newBuilder().build())
                .setHttp(HttpClientConfig.newBuilder().build())
                .build())
        .setChangedAt(Instant.EPOCH)
        .build();
  }

  private static TargetStatus status(String id, long epoch, Health health) {
    return TargetStatus.newBuilder()
        .setTargetId(id)
        .setCluster("a")
        .setJob(null)
        .setHealth(health)
        .setOutcome(ScrapeOutcome.SUCCESS)
        .setLastScrape(null)
        .setWorker("w")
        .setEpoch(epoch)
        .setChangedAt(Instant.EPOCH)
        .build();
  }
}
