package io.benchstream.discovery.inventory;

import static io.benchstream.discovery.Events.at;
import static io.benchstream.discovery.Events.cluster;
import static io.benchstream.discovery.Events.endpoint;
import static io.benchstream.discovery.Events.job;
import static io.benchstream.discovery.Events.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.discovery.profile.Profiles;
import io.benchstream.discovery.profile.ScrapeDefaults;
import io.benchstream.discovery.profile.TargetResolver;
import io.benchstream.runtime.config.ConfigLoader;
import io.benchstream.runtime.network.NetworkConfig;
import io.benchstream.runtime.network.NetworkRules;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.Session;
import io.benchstream.schemas.SessionState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InventoryTest {
  private final Topics topics = new Topics();
  private Inventory inventory = inventory(Duration.ofSeconds(15), InventoryLimits.usual());

  @Test
  void aRunningJobHasTargetsUntilItEnds() {
    assertThat(apply(running("a", "1", 1, "h:1", "h:2")).fate()).isEqualTo(Fate.APPLIED);
    assertThat(topics.addresses()).containsExactly("h:1", "h:2");
    assertThat(topics.resource("job/a/1").getTargetIds())
        .containsExactlyElementsOf(topics.targets.keySet());

    apply(job("a", "1", Phase.COMPLETED, 2).build());

    assertThat(topics.targets).isEmpty();
    assertThat(topics.resource("job/a/1").getTargetIds()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "SUSPENDED"})
  void onlyWhatRunsHasTargets(Phase phase) {
    apply(job("a", "1", phase, 1).setEndpoints(List.of(endpoint("h:1"))).build());
    assertThat(topics.targets).isEmpty();

    apply(running("a", "1", 2, "h:1"));
    assertThat(topics.addresses()).containsExactly("h:1");

    apply(job("a", "1", phase, 3).setEndpoints(List.of(endpoint("h:1"))).build());
    assertThat(topics.targets).isEmpty();
  }

  @Test
  void anUpdateWritesOnlyWhatChanged() {
    apply(running("a", "1", 1, "h:1", "h:2"));

    Outcome outcome = apply(running("a", "1", 2, "h:2", "h:3"));

    assertThat(topics.addresses()).containsExactly("h:2", "h:3");
    assertThat(outcome.changes())
        .filteredOn(Change.PutTarget.class::isInstance)
        .singleElement()
        .isInstanceOfSatisfying(
            Change.PutTarget.class, put -> assertThat(put.target().getAddress()).isEqualTo("h:3"));
    assertThat(outcome.changes()).filteredOn(Change.RemoveTarget.class::isInstance).hasSize(1);
    assertThat(topics.targets.values())
        .extracting(target -> target.getAddress() + " " + target.getChangedAt())
        .containsExactlyInAnyOrder("h:2 " + at(1), "h:3 " + at(2));
  }

  @Test
  void duplicateAndStaleEventsChangeNothing() {
    apply(running("a", "1", 5, "h:1"));

    assertThat(apply(running("a", "1", 5, "h:1"))).isEqualTo(Outcome.unchanged(Fate.DUPLICATE, ""));
    Outcome stale = apply(running("a", "1", 4, "h:2"));
    assertThat(stale.fate()).isEqualTo(Fate.STALE);
    assertThat(stale.changes()).isEmpty();
    assertThat(stale.detail()).contains(at(4).toString(), at(5).toString());
  }

  @Test
  void aClusterTakesItsJobsAlong() {
    apply(cluster("a", Phase.RUNNING, 1).setEndpoints(List.of(endpoint("head:1"))).build());
    apply(running("a", "1", 2, "h:1"));
    apply(running("b", "1", 2, "other:1"));
    apply(job("a", "2", Phase.COMPLETED, 2).build());

    apply(cluster("a", Phase.DELETED, 3).build());

    assertThat(topics.addresses()).containsExactly("other:1");
    assertThat(topics.resource("job/a/1").getPhase()).isEqualTo(Phase.DELETED);
    assertThat(topics.resource("job/a/2").getPhase()).isEqualTo(Phase.COMPLETED);
    assertThat(apply(running("a", "1", 3, "h:1")).fate()).isEqualTo(Fate.STALE);
    assertThat(apply(running("a", "9", 3, "h:9")).fate()).isEqualTo(Fate.STALE);
    assertThat(topics.addresses()).containsExactly("other:1");
  }

  @Test
  void aJobAnnouncedAfterItsClustersEndWaitsForTheCluster() {
    apply(running("a", "1", 9, "h:1"));
    apply(cluster("a", Phase.DELETED, 3).build());
    assertThat(topics.targets).isEmpty();
    assertThat(topics.resource("job/a/1").getPhase()).isEqualTo(Phase.RUNNING);

    Outcome update = apply(running("a", "1", 10, "h:2"));
    assertThat(update.fate()).isEqualTo(Fate.APPLIED);
    assertThat(update.detail()).contains("its cluster has ended");
    assertThat(topics.targets).isEmpty();

    apply(cluster("a", Phase.RUNNING, 4).build());
    assertThat(topics.addresses()).containsExactly("h:2");
  }

  @Test
  void aLateEndOfAnEarlierLifeEndsTheJobsOfThatLife() {
    apply(running("a", "1", 1, "h:1"));
    apply(running("a", "2", 7, "h:2"));
    apply(cluster("a", Phase.RUNNING, 6).build());

    Outcome late = apply(cluster("a", Phase.DELETED, 5).build());

    assertThat(late.fate()).isEqualTo(Fate.STALE);
    assertThat(topics.addresses()).containsExactly("h:2");
    assertThat(topics.resource("cluster/a").getPhase()).isEqualTo(Phase.RUNNING);
    assertThat(apply(running("a", "3", 4, "h:3")).fate()).isEqualTo(Fate.STALE);
  }

  @Test
  void aRejectedEventChangesNothing() {
    apply(running("a", "1", 1, "h:1"));

    Outcome outcome =
        apply(LifecycleEvent.newBuilder(running("a", "1", 2, "h:2")).setKind("nomad").build());

    assertThat(outcome.fate()).isEqualTo(Fate.REJECTED);
    assertThat(outcome.detail()).contains("nomad");
    assertThat(topics.addresses()).containsExactly("h:1");
    assertThat(apply(running("a", "1", 2, "h:2")).fate()).isEqualTo(Fate.APPLIED);
  }

  @Test
  void boundsTheTargetsOfACluster() {
    inventory = inventory(Duration.ofSeconds(15), new InventoryLimits(2, 0, null));
    apply(running("a", "1", 1, "h:1"));

    assertThat(apply(running("a", "2", 1, "h:2", "h:3")).detail())
        .contains("3 targets", "limit is 2", "max_targets_per_cluster");
    assertThat(apply(running("a", "1", 2, "h:4", "h:5")).fate()).isEqualTo(Fate.APPLIED);
    assertThat(apply(running("b", "1", 1, "h:1", "h:2")).fate()).isEqualTo(Fate.APPLIED);
    assertThat(inventory.targets()).isEqualTo(4);
  }

  @Test
  void boundsTheResourcesByForgettingWhatEndedLongestAgo() {
    inventory = inventory(Duration.ofSeconds(15), new InventoryLimits(0, 3, null));
    apply(job("a", "1", Phase.COMPLETED, 2).build());
    apply(job("a", "2", Phase.COMPLETED, 1).build());
    apply(running("a", "3", 1, "h:3"));

    apply(running("a", "4", 1, "h:4"));
    assertThat(topics.resources).containsOnlyKeys("job/a/1", "job/a/3", "job/a/4");

    apply(running("a", "5", 1, "h:5"));
    assertThat(topics.resources).containsOnlyKeys("job/a/3", "job/a/4", "job/a/5");
    assertThat(inventory.resources()).isEqualTo(3);

    Outcome outcome = apply(running("a", "6", 1, "h:6"));
    assertThat(outcome.fate()).isEqualTo(Fate.REJECTED);
    assertThat(outcome.detail()).contains("max_resources");
  }

  @Test
  void forgetsWhatEndedLongAgo() {
    inventory =
        inventory(Duration.ofSeconds(15), new InventoryLimits(0, 0, Duration.ofSeconds(60)));
    apply(cluster("a", Phase.DELETED, 5).build());
    apply(job("a", "1", Phase.COMPLETED, 1).build());
    apply(running("b", "1", 1, "h:1"));

    assertThat(inventory.expire(at(61))).isEmpty();
    topics.write(inventory.expire(at(62)));
    assertThat(topics.resources).containsOnlyKeys("cluster/a", "job/b/1");
    topics.write(inventory.expire(at(66)));
    assertThat(topics.resources).containsOnlyKeys("job/b/1");
    assertThat(inventory.resources()).isEqualTo(1);
  }

  @Test
  void anEndedClusterIsKeptWhileJobsWaitForIt() {
    apply(cluster("a", Phase.DELETED, 1).build());
    apply(running("a", "1", 2, "h:1"));

    assertThat(inventory.expire(at(1_000_000))).isEmpty();
  }

  @Test
  void goesOnAfterARestart() {
    apply(running("a", "1", 1, "h:1", "h:2"));
    apply(cluster("a", Phase.RUNNING, 1).build());
    inventory = inventory(Duration.ofSeconds(15), InventoryLimits.usual());
    topics.restore(inventory);

    assertThat(inventory.reconcile()).isEqualTo(new Reconciliation(List.of(), List.of()));
    assertThat(apply(running("a", "1", 1, "h:1")).fate()).isEqualTo(Fate.DUPLICATE);
    assertThat(apply(running("a", "1", 2, "h:2")).changes()).hasSize(2);
    apply(cluster("a", Phase.DELETED, 3).build());
    assertThat(topics.targets).isEmpty();
  }

  @Test
  void reconcilesWithChangedDefaultsAndRemovesWhatBelongsToNothing() {
    apply(running("a", "1", 1, "h:1"));
    apply(running("b", "1", 1, "h:1"));
    topics.resources.remove("job/b/1");
    inventory = inventory(Duration.ofSeconds(30), InventoryLimits.usual());
    topics.restore(inventory);

    topics.write(inventory.reconcile().changes());

    assertThat(topics.targets.values())
        .singleElement()
        .satisfies(
            target -> {
              assertThat(target.getCluster()).isEqualTo("a");
              assertThat(target.getSettings().getScrapeIntervalMs()).isEqualTo(30_000);
            });
    assertThat(inventory.reconcile().changes()).isEmpty();
  }

  @Test
  void whatProfilesNoLongerTakeKeepsItsTargets() {
    apply(running("a", "1", 1, "h:1"));
    Resource resource = topics.resource("job/a/1");
    topics.resources.put("job/a/1", Resource.newBuilder(resource).setKind("gone").build());
    inventory = inventory(Duration.ofSeconds(15), InventoryLimits.usual());
    topics.restore(inventory);

    Reconciliation reconciliation = inventory.reconcile();

    assertThat(reconciliation.changes()).isEmpty();
    assertThat(reconciliation.skipped())
        .singleElement()
        .asString()
        .contains("job/a/1 keeps its targets", "'gone' is not a monitor profile");
  }

  @Test
  void anAddressThatIsNotToBeScrapedIsNamedAndRefusesItsEvent() {
    apply(running("a", "1", 1, "h:1"));

    Outcome outcome = apply(running("a", "1", 2, "h:1", "169.254.169.254:80"));

    assertThat(outcome.fate()).isEqualTo(Fate.REJECTED);
    assertThat(outcome.detail())
        .contains("endpoints: '169.254.169.254:80' may not be scraped", "networks.allow");
    assertThat(topics.addresses()).containsExactly("h:1");
  }

  @Test
  void whatTheNetworkRulesNoLongerAllowLosesItsTargets() {
    apply(running("a", "1", 1, "10.0.0.1:1"));
    apply(running("a", "2", 1, "10.1.0.1:1"));
    inventory = inventory(denying("10.0.0.0/16"));
    topics.restore(inventory);

    Reconciliation reconciliation = inventory.reconcile();
    topics.write(reconciliation.changes());

    assertThat(topics.addresses()).containsExactly("10.1.0.1:1");
    assertThat(topics.resource("job/a/1").getTargetIds()).isEmpty();
    assertThat(reconciliation.skipped())
        .singleElement()
        .asString()
        .contains("job/a/1 loses its targets", "10.0.0.1 is in 10.0.0.0/16");
    // Its endpoints are still known: it has them again once they are allowed.
    inventory = inventory(denying("10.9.0.0/16"));
    topics.restore(inventory);
    topics.write(inventory.reconcile().changes());
    assertThat(topics.addresses()).containsExactly("10.0.0.1:1", "10.1.0.1:1");
  }

  private static NetworkRules denying(String network) {
    return new NetworkConfig(null, List.of(network)).rules();
  }

  private static Inventory inventory(NetworkRules networks) {
    return new Inventory(
        new TargetResolver(
            Profiles.load(new ConfigLoader(), null),
            new ScrapeDefaults(Duration.ofSeconds(15), null, null),
            networks),
        InventoryLimits.usual());
  }

  @Test
  void aBenchmarkOpensAndClosesItsSession() {
    apply(benchmark(Phase.PENDING, 1));
    assertThat(topics.sessions).isEmpty();

    apply(benchmark(Phase.RUNNING, 2));
    Session open = onlySession();
    assertThat(open.getId()).isEqualTo("a-1-20260101T000002Z");
    assertThat(open.getState()).isEqualTo(SessionState.OPEN);
    assertThat(open.getJobs()).containsExactly("a/1");
    assertThat(open.getLabels()).containsEntry("benchmark", "true");
    assertThat(open.getStart()).isEqualTo(at(2));

    apply(benchmark(Phase.SUSPENDED, 3));
    apply(benchmark(Phase.RUNNING, 4));
    assertThat(onlySession()).isEqualTo(open);

    apply(job("a", "1", Phase.COMPLETED, 5).build());
    Session ended = onlySession();
    assertThat(ended.getState()).isEqualTo(SessionState.ENDED);
    assertThat(ended.getStart()).isEqualTo(at(2));
    assertThat(ended.getEnd()).isEqualTo(at(5));
    assertThat(ended.getLabels()).containsEntry("benchmark", "true");
  }

  @Test
  void aBenchmarkThatRunsAnewGetsASessionOfItsOwn() {
    apply(benchmark(Phase.RUNNING, 1));
    apply(benchmark(Phase.PENDING, 5));
    apply(benchmark(Phase.RUNNING, 9));

    assertThat(topics.sessions).containsOnlyKeys("a-1-20260101T000001Z", "a-1-20260101T000009Z");
    assertThat(topics.session("a-1-20260101T000001Z").getEnd()).isEqualTo(at(5));
  }

  @Test
  void theClustersEndAndTheLossOfTheLabelCloseTheSession() {
    apply(benchmark(Phase.RUNNING, 1));
    apply(cluster("a", Phase.DELETED, 4).build());
    assertThat(onlySession().getEnd()).isEqualTo(at(4));

    apply(cluster("a", Phase.RUNNING, 5).build());
    apply(benchmark(Phase.RUNNING, 6));
    apply(running("a", "1", 7, "h:1"));
    assertThat(topics.session("a-1-20260101T000006Z").getEnd()).isEqualTo(at(7));
  }

  @Test
  void sessionIdsStayBelowTheirLimitAndDistinct() {
    String job = "j".repeat(253);
    apply(
        job("c".repeat(253), job + "", Phase.RUNNING, 1)
            .setLabels(Map.of("benchmark", "true"))
            .build());

    assertThat(onlySession().getId()).matches("[A-Za-z0-9._-]{1,253}").endsWith("20260101T000001Z");
  }

  private Session onlySession() {
    assertThat(topics.sessions).hasSize(1);
    return topics.sessions.values().iterator().next();
  }

  private static LifecycleEvent benchmark(Phase phase, long seconds) {
    return job("a", "1", phase, seconds)
        .setLabels(Map.of("benchmark", "true"))
        .setEndpoints(List.of(endpoint("h:1")))
        .build();
  }

  private Outcome apply(LifecycleEvent event) {
    Outcome outcome = inventory.apply(event);
    topics.write(outcome.changes());
    return outcome;
  }

  static Inventory inventory(Duration interval, InventoryLimits limits) {
    return new Inventory(
        new TargetResolver(
            Profiles.load(new ConfigLoader(), null), new ScrapeDefaults(interval, null, null)),
        limits);
  }
}
