package io.benchstream.discovery.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.discovery.event.EventValidator;
import io.benchstream.discovery.event.Intake;
import io.benchstream.discovery.inventory.Fate;
import io.benchstream.discovery.inventory.Inventory;
import io.benchstream.discovery.inventory.InventoryLimits;
import io.benchstream.discovery.profile.Profiles;
import io.benchstream.discovery.profile.ScrapeDefaults;
import io.benchstream.discovery.profile.TargetResolver;
import io.benchstream.runtime.config.ConfigLoader;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.ResourceType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnnouncerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private final Inventory inventory =
      new Inventory(
          new TargetResolver(
              Profiles.load(new ConfigLoader(), null), new ScrapeDefaults(null, null, null)),
          InventoryLimits.usual());
  private Announcer announcer = successor();

  /** Another instance takes over and knows what stands on the topic. */
  private Announcer successor() {
    return new Announcer("/test/lab", "lab", clock, inventory.resourcesOf("lab"));
  }

  private List<LifecycleEvent> see(Snapshot snapshot) {
    List<LifecycleEvent> events = announcer.changes(snapshot);
    apply(events);
    return events;
  }

  private void apply(List<LifecycleEvent> events) {
    announcer.sent(events);
    for (LifecycleEvent event : events) {
      assertThat(new EventValidator(Duration.ofMinutes(5)).check(event, NOW))
          .isInstanceOf(Intake.Accepted.class);
      assertThat(inventory.apply(event).fate()).as("%s", event).isEqualTo(Fate.APPLIED);
    }
  }

  private static Sighting cluster(String... addresses) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String address : addresses) {
      endpoints.add(Endpoint.newBuilder().setKind("node").setAddress(address).build());
    }
    return Sighting.cluster("static", Map.of("site", "a"), endpoints, Map.of());
  }

  private static Sighting job(String id, Phase phase, @Nullable Instant since) {
    return new Sighting(
        id,
        phase,
        "static",
        Map.of(),
        List.of(Endpoint.newBuilder().setAddress(id + ":80").build()),
        Map.of(),
        since);
  }

  @Test
  void tellsWhatIsNewChangedAndGoneAndNothingElse() {
    assertThat(see(Snapshot.of(List.of(job("j", Phase.RUNNING, NOW), cluster("a:1")))))
        .extracting(LifecycleEvent::getJob)
        .containsExactly(null, "j");
    assertThat(see(Snapshot.of(List.of(cluster("a:1"), job("j", Phase.RUNNING, NOW))))).isEmpty();
    assertThat(inventory.targets()).isEqualTo(2);

    assertThat(see(Snapshot.of(List.of(cluster("a:1", "b:1"), job("j", Phase.RUNNING, NOW)))))
        .singleElement()
        .satisfies(event -> assertThat(event.getEndpoints()).hasSize(2));

    assertThat(see(Snapshot.of(List.of(cluster("a:1", "b:1")))))
        .singleElement()
        .satisfies(event -> assertThat(event.getPhase()).isEqualTo(Phase.DELETED));
    assertThat(inventory.targets()).isEqualTo(2);
  }

  @Test
  void whatCannotAllBeReadTakesNothingAway() {
    see(Snapshot.of(List.of(cluster("a:1"), job("j", Phase.RUNNING, NOW))));

    assertThat(see(new Snapshot(List.of(cluster("a:1")), false, List.of("half a file")))).isEmpty();
  }

  /** Two scrape jobs that give the same label {@code job}, of which one cannot be read. */
  @Test
  void whatCannotBeReadKeepsItsEndpointsOfAJobThatOthersShareInIt() {
    see(Snapshot.of(List.of(shared("a", "n1:1", "b", "n2:1"))));
    announcer = successor();

    assertThat(see(new Snapshot(List.of(shared("a", "n1:1")), false, List.of("b is away"))))
        .isEmpty();
    assertThat(see(new Snapshot(List.of(shared("a", "n3:1")), false, List.of("b is away"))))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.getEndpoints())
                    .extracting(Endpoint::getAddress)
                    .containsExactly("n3:1", "n2:1"));
    assertThat(see(Snapshot.of(List.of(shared("a", "n3:1")))))
        .singleElement()
        .satisfies(event -> assertThat(event.getEndpoints()).hasSize(1));
  }

  private static Sighting shared(String... kindsAndAddresses) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (int i = 0; i < kindsAndAddresses.length; i += 2) {
      endpoints.add(
          Endpoint.newBuilder()
              .setKind(kindsAndAddresses[i])
              .setAddress(kindsAndAddresses[i + 1])
              .build());
    }
    return Sighting.job("shared", "static", Map.of(), endpoints);
  }

  @Test
  void aSuccessorNeitherRepeatsNorMisses() {
    see(
        Snapshot.of(
            List.of(cluster("a:1"), job("i", Phase.RUNNING, NOW), job("j", Phase.RUNNING, NOW))));

    announcer = successor();

    assertThat(
            see(
                Snapshot.of(
                    List.of(
                        cluster("a:1"),
                        job("i", Phase.RUNNING, NOW),
                        job("j", Phase.RUNNING, NOW)))))
        .isEmpty();
    assertThat(see(Snapshot.of(List.of(cluster("a:1"), job("i", Phase.RUNNING, NOW)))))
        .extracting(LifecycleEvent::getJob)
        .containsExactly("j");
  }

  @Test
  void whatOthersAnnouncedIsNotTakenAway() {
    Announcer other = new Announcer("/other", "lab", clock, List.of());
    apply(other.changes(Snapshot.of(List.of(job("theirs", Phase.RUNNING, NOW)))));
    announcer = successor();

    assertThat(see(Snapshot.of(List.of(cluster("a:1")))))
        .extracting(LifecycleEvent::getJob)
        .containsExactly((String) null);
  }

  private LifecycleEvent hook(String job, Phase phase, Instant time) {
    LifecycleEvent event =
        LifecycleEvent.newBuilder()
            .setId("hook-" + job + phase + time)
            .setSource("/hook")
            .setTime(time)
            .setResourceType(ResourceType.JOB)
            .setCluster("lab")
            .setJob(job)
            .setPhase(phase)
            .setKind("slurm-job")
            .build();
    assertThat(inventory.apply(event).fate()).isEqualTo(Fate.APPLIED);
    inventory.resourcesOf("lab").stream()
        .filter(resource -> job.equals(resource.getJob()))
        .forEach(announcer::heard);
    return event;
  }

  @Test
  void whatTheSourceShowsHoldsOverWhatAHookToldSooner() {
    // Slurm's times are whole seconds: the start is before the event of its hook.
    hook("j", Phase.RUNNING, NOW.minusMillis(5_300));
    Sighting shown = job("j", Phase.RUNNING, NOW.minusSeconds(6));

    assertThat(see(Snapshot.of(List.of(shown)))).hasSize(1);
    assertThat(inventory.targets()).isEqualTo(1);
    assertThat(see(Snapshot.of(List.of(shown)))).isEmpty();

    // And so does its word on how the job ended, which no hook knows.
    hook("j", Phase.FAILED, NOW.minusMillis(700));
    assertThat(see(Snapshot.of(List.of(shown)))).isEmpty();
    Sighting cancelled = job("j", Phase.CANCELLED, NOW.minusSeconds(1));
    assertThat(see(Snapshot.of(List.of(cancelled))))
        .extracting(LifecycleEvent::getPhase)
        .containsExactly(Phase.CANCELLED);
    assertThat(see(Snapshot.of(List.of(cancelled)))).isEmpty();
    assertThat(announcer.live()).isZero();
  }

  @Test
  void whatAHookToldAndTheSourceShowsIsTakenAwayWithTheSource() {
    hook("j", Phase.RUNNING, NOW.minusSeconds(5));
    hook("k", Phase.RUNNING, NOW.minusSeconds(5));
    see(Snapshot.of(List.of(job("j", Phase.RUNNING, NOW.minusSeconds(6)))));

    assertThat(see(Snapshot.of(List.of()))).extracting(LifecycleEvent::getJob).containsExactly("j");
  }

  @Test
  void anEndThatSomebodyElseToldStands() {
    Sighting listed = job("j", Phase.RUNNING, null);
    see(Snapshot.of(List.of(listed)));
    hook("j", Phase.DELETED, NOW.plusSeconds(1));

    assertThat(see(Snapshot.of(List.of(listed)))).isEmpty();
    announcer = successor();
    assertThat(see(Snapshot.of(List.of(listed)))).isEmpty();
    // One that the source told itself does not: what it shows again is there again.
    Sighting other = job("k", Phase.RUNNING, null);
    see(Snapshot.of(List.of(listed, other)));
    see(Snapshot.of(List.of(listed)));
    assertThat(see(Snapshot.of(List.of(listed, other))))
        .extracting(LifecycleEvent::getJob)
        .containsExactly("k");
  }

  @Test
  void aTimeAheadOfOurClockIsTakenForNow() {
    assertThat(see(Snapshot.of(List.of(job("j", Phase.RUNNING, NOW.plusSeconds(3_600))))))
        .extracting(LifecycleEvent::getTime)
        .containsExactly(NOW);
  }

  @Test
  void anEndHasTheSourcesTimeAndIsNotUndoneByALateStart() {
    see(Snapshot.of(List.of(job("j", Phase.RUNNING, NOW.minusSeconds(60)))));
    assertThat(see(Snapshot.of(List.of(job("j", Phase.FAILED, NOW.minusSeconds(10))))))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getTime()).isEqualTo(NOW.minusSeconds(10));
              assertThat(event.getEndpoints()).isEmpty();
            });
    assertThat(see(Snapshot.of(List.of(job("j", Phase.RUNNING, NOW.minusSeconds(60)))))).isEmpty();
    // Requeued: a life that began after the end.
    assertThat(see(Snapshot.of(List.of(job("j", Phase.RUNNING, NOW.minusSeconds(5)))))).hasSize(1);
    assertThat(inventory.targets()).isEqualTo(1);
  }

  @Test
  void whatHadEndedBeforeItWasSeenIsNotTold() {
    assertThat(see(Snapshot.of(List.of(job("j", Phase.COMPLETED, NOW))))).isEmpty();
  }

  @Test
  void aLostSourceIsMarkedOnceAndTheMarkGoesWithItsReturn() {
    see(Snapshot.of(List.of(cluster("a:1"))));
    LifecycleEvent mark = announcer.stale(NOW, "it is away").orElseThrow();
    apply(List.of(mark));
    assertThat(mark.getAttributes())
        .containsEntry(Announcer.STALE_SINCE, NOW.toString())
        .containsEntry(Announcer.STALE_REASON, "it is away");
    assertThat(inventory.targets()).isEqualTo(1);
    assertThat(announcer.stale(NOW, "it is still away")).isEmpty();
    announcer = successor();
    assertThat(announcer.stale(NOW, "it is still away")).isEmpty();

    assertThat(see(Snapshot.of(List.of(cluster("a:1")))))
        .singleElement()
        .satisfies(event -> assertThat(event.getAttributes()).isEmpty());
  }
}
