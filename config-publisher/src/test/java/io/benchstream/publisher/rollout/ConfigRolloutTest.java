package io.benchstream.publisher.rollout;

import static io.benchstream.publisher.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.publisher.vmagent.Inventory;
import io.benchstream.publisher.vmagent.SampleTargets;
import io.benchstream.publisher.vmagent.ScrapeConfig;
import io.benchstream.publisher.vmagent.ScrapeConfigRenderer;
import io.benchstream.runtime.health.Health;
import io.benchstream.schemas.Target;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfigRolloutTest {
  private final TargetTable targets = new TargetTable();
  private final List<ScrapeConfig> written = new CopyOnWriteArrayList<>();
  private final AtomicInteger reloads = new AtomicInteger();
  private final Health health = new Health();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> letters = new CopyOnWriteArrayList<>();
  private volatile ReloadOutcome outcome = new ReloadOutcome.Confirmed();
  private volatile boolean diskFull;
  private volatile String poison = "none of the text";
  private volatile String slow = "none of the text";
  private volatile boolean broken;
  private final ScrapeConfigRenderer renderer = new ScrapeConfigRenderer();
  private final SortedMap<String, String> held = new TreeMap<>();
  private final ConfigRollout rollout =
      new ConfigRollout(
          "test",
          targets,
          renderer,
          new FakeSink(),
          new FakeReload(),
          Duration.ofMillis(50),
          (target, reason) -> letters.add(target.getId() + ": " + reason),
          meters,
          health,
          Clock.systemUTC());

  @AfterEach
  void close() {
    rollout.close();
  }

  @Test
  void nothingIsWrittenBeforeTheTopicWasReadToItsEnd() {
    rollout.start();
    put("1");

    await().during(Duration.ofMillis(200)).until(() -> written.isEmpty() && !health.ready());

    put("2");
    targets.markComplete();
    await().untilAsserted(() -> assertThat(reloads).hasValue(1));
    assertThat(written)
        .singleElement()
        .satisfies(config -> assertThat(text(config)).contains("1:80", "2:80"));
    assertThat(health.ready()).isTrue();
  }

  @Test
  void anEmptyTopicIsAnEmptyConfiguration() {
    rollout.start();
    targets.markComplete();

    await().untilAsserted(() -> assertThat(written).hasSize(1));
    assertThat(written.getFirst().jobs()).isEmpty();
  }

  @Test
  void aThousandChangesAreFewReloads() {
    targets.markComplete();
    rollout.start();
    for (int i = 0; i < 1000; i++) {
      put("t" + i);
    }

    await().untilAsserted(() -> assertThat(written).isNotEmpty());
    await().untilAsserted(() -> assertThat(text(written.getLast())).contains("t999:80"));
    await().untilAsserted(() -> assertThat(reloads).hasValue(written.size()));
    assertThat(reloads).as("one a batch interval").hasValueLessThan(100);
  }

  @Test
  void aRecordThatChangesNothingReloadsNothing() {
    put("1");
    targets.markComplete();
    rollout.start();
    await().untilAsserted(() -> assertThat(reloads).hasValue(1));

    put("1");
    targets.put("unknown", null);

    await().during(Duration.ofMillis(300)).until(() -> reloads.get() == 1);
  }

  @Test
  void aVmagentThatIsAwayIsAskedAgain() {
    outcome = new ReloadOutcome.Unreachable("refused");
    targets.markComplete();
    rollout.start();
    await().untilAsserted(() -> assertThat(reloads).hasValueGreaterThanOrEqualTo(2));

    outcome = new ReloadOutcome.Confirmed();

    await().untilAsserted(() -> assertThat(rollouts("confirmed")).isEqualTo(1));
    assertThat(rollouts("unreachable")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void aDiskThatIsFullIsTriedAgainAndTold() {
    diskFull = true;
    targets.markComplete();
    rollout.start();
    await().untilAsserted(() -> assertThat(rollouts("write_failed")).isPositive());
    await().untilAsserted(() -> assertThat(health.unready().toString()).contains("no space"));

    diskFull = false;

    await().untilAsserted(() -> assertThat(rollouts("confirmed")).isEqualTo(1));
    assertThat(health.ready()).isTrue();
  }

  @Test
  void refusedTargetsAreCounted() {
    targets.put("bad", SampleTargets.vllm("bad", "nowhere").build());
    put("good");
    targets.markComplete();
    rollout.start();

    await().untilAsserted(() -> assertThat(rollouts("confirmed")).isEqualTo(1));
    assertThat(meters.get("benchstream_vmagent_refused_targets").gauge().value()).isEqualTo(1);
    assertThat(text(written.getLast())).contains("good:80");
    assertThat(letters).singleElement().asString().contains("bad: address 'nowhere'");
    assertThat(named("bad")).isEqualTo(1);

    put("other");
    await().untilAsserted(() -> assertThat(text(written.getLast())).contains("other:80"));
    assertThat(letters).as("told once").hasSize(1);

    targets.put("bad", null);
    await().untilAsserted(() -> assertThat(refusedTargets()).isZero());
    assertThat(meters.find("benchstream_vmagent_refused_target").gauge()).isNull();
  }

  @Test
  void aJobThatVmagentRefusesIsLeftOutAndTheOthersRun() {
    poison = "poison:80";
    for (int i = 0; i < 9; i++) {
      targets.put("t" + i, target("t" + i, "kind" + i));
    }
    targets.put("poison", target("poison", "odd"));
    targets.markComplete();
    rollout.start();

    await().untilAsserted(() -> assertThat(refusedTargets()).isEqualTo(1));
    ScrapeConfig runs = written.getLast();
    assertThat(runs.jobs()).hasSize(9);
    assertThat(text(runs)).doesNotContain(poison);
    assertThat(letters).singleElement().asString().contains("poison: vmagent refuses jobs/");
    assertThat(named("poison")).isEqualTo(1);

    put("later");
    await().untilAsserted(() -> assertThat(text(written.getLast())).contains("later:80"));
    assertThat(text(written.getLast())).doesNotContain(poison);
    assertThat(rollouts("refused")).isEqualTo(1);
  }

  @Test
  void aRefusedChangeBeginsWithGoingBackToWhatWasAccepted() {
    put("1");
    targets.markComplete();
    rollout.start();
    await().untilAsserted(() -> assertThat(rollouts("confirmed")).isEqualTo(1));
    ScrapeConfig good = written.getLast();

    poison = "poison:80";
    targets.put("poison", target("poison", "odd"));
    await().untilAsserted(() -> assertThat(refusedTargets()).isEqualTo(1));

    assertThat(written.get(2)).isEqualTo(good);
    assertThat(written.getLast()).isEqualTo(good);
  }

  @Test
  void aRestartThatIsRefusedGoesBackToWhatTheSinkHeldAndNeverToNothing() {
    targets.put("old", target("old", "vllm"));
    targets.put("poison", target("poison", "odd"));
    held.putAll(jobs(target("old", "vllm")));
    poison = "poison:80";
    targets.markComplete();
    rollout.start();

    await().untilAsserted(() -> assertThat(refusedTargets()).isEqualTo(1));
    assertThat(written).allSatisfy(config -> assertThat(text(config)).contains("old:80"));
    assertThat(text(written.getLast())).doesNotContain(poison);
  }

  @Test
  void whatTheSinkHeldMayBeRefusedItself() {
    for (String host : List.of("a", "b", "poison")) {
      targets.put(host, target(host, "kind-of-" + host));
      held.putAll(jobs(target(host, "kind-of-" + host)));
    }
    poison = "poison:80";
    targets.markComplete();
    rollout.start();

    await().untilAsserted(() -> assertThat(refusedTargets()).isEqualTo(1));
    assertThat(text(written.getLast())).contains("a:80", "b:80").doesNotContain(poison);
    assertThat(written).noneSatisfy(config -> assertThat(config.jobs()).isEmpty());
  }

  @Test
  void aVmagentThatIsSlowIsGivenTimeAndKeepsItsJobs() {
    slow = "slow:80";
    targets.put("slow", target("slow", "odd"));
    put("1");
    targets.markComplete();
    rollout.start();

    await().untilAsserted(() -> assertThat(rollouts("confirmed")).isEqualTo(1));
    assertThat(reloads).as("once, and once more with patience").hasValue(2);
    assertThat(refusedTargets()).isZero();
  }

  @Test
  void anErrorOfOursIsToldAndTheRolloutGoesOn() {
    broken = true;
    put("1");
    targets.markComplete();
    rollout.start();
    await()
        .untilAsserted(
            () -> assertThat(health.unready().toString()).contains("IllegalStateException"));

    broken = false;

    await().untilAsserted(() -> assertThat(rollouts("confirmed")).isEqualTo(1));
    assertThat(health.ready()).isTrue();
  }

  @Test
  void aJobThatWasRefusedIsTriedAgainWhenItChanges() {
    poison = "poison:80";
    targets.put("poison", target("poison", "odd"));
    targets.markComplete();
    rollout.start();
    await().untilAsserted(() -> assertThat(refusedTargets()).isEqualTo(1));

    targets.put("poison", target("cured", "odd"));

    await().untilAsserted(() -> assertThat(refusedTargets()).isZero());
    await().untilAsserted(() -> assertThat(text(written.getLast())).contains("cured:80"));
  }

  private double named(String target) {
    return meters.get("benchstream_vmagent_refused_target").tag("target", target).gauge().value();
  }

  private double refusedTargets() {
    return meters.get("benchstream_vmagent_refused_targets").gauge().value();
  }

  private static Target target(String host, String kind) {
    return SampleTargets.vllm(host, host + ":80").setKind(kind).setLabels(Map.of()).build();
  }

  private SortedMap<String, String> jobs(Target... of) {
    return renderer.render(Inventory.of(List.of(of))).jobs();
  }

  private final class FakeSink implements ConfigSink {
    @Override
    public boolean write(ScrapeConfig config) throws IOException {
      if (diskFull) {
        throw new IOException("no space left");
      }
      if (broken) {
        throw new IllegalStateException("not foreseen");
      }
      written.add(config);
      return true;
    }

    @Override
    public SortedMap<String, String> held() {
      return held;
    }
  }

  private final class FakeReload implements ConfigReload {
    @Override
    public ReloadOutcome reload(ScrapeConfig config) {
      return text(config).contains(slow)
          ? count(new ReloadOutcome.Unconfirmed("it takes its time"))
          : reloadPatiently(config);
    }

    @Override
    public ReloadOutcome reloadPatiently(ScrapeConfig config) {
      return count(
          text(config).contains(poison) ? new ReloadOutcome.Refused("its log says why") : outcome);
    }

    private ReloadOutcome count(ReloadOutcome counted) {
      reloads.incrementAndGet();
      return counted;
    }
  }

  private void put(String id) {
    targets.put(id, SampleTargets.vllm(id, id + ":80").setLabels(Map.of()).build());
  }

  private double rollouts(String outcome) {
    return meters
        .counter("benchstream_vmagent_rollouts", "vmagent", "test", "outcome", outcome)
        .count();
  }

  private static String text(ScrapeConfig config) {
    return String.join("", config.jobs().values());
  }
}
