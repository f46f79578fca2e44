package io.benchstream.scrape.lane;

import static io.benchstream.scrape.lane.LaneHarness.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.scrape.fetch.FetchOutcome;
import io.benchstream.scrape.schedule.Cadence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Targets that come from another owner, and go to one. */
class LaneHandOverTest {
  private static final long NOTHING_DUE = Long.MIN_VALUE;
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Ownership OWNED = new Ownership(3, 7);
  private static final long NEW = Long.MIN_VALUE;

  private final LaneHarness harness = new LaneHarness(100);

  @Test
  void takesOverWhatFellDueSinceTheLastOwner() {
    long now = harness.now();
    Cadence cadence = Cadence.of("a", INTERVAL);
    long lastDue = cadence.atOrBefore(now);

    harness.lane.scrape(target("a", INTERVAL), OWNED, lastDue);
    harness.pass(Duration.ZERO);
    assertThat(harness.log).isEmpty();

    harness.lane.release(List.of("a"), NOTHING_DUE, () -> {});
    harness.lane.scrape(target("a", INTERVAL), new Ownership(3, 8), lastDue - 1);
    harness.pass(Duration.ZERO);
    assertThat(harness.log).containsExactly("a@" + now);
  }

  @Test
  void releasesTargetsOnceNothingIsUnderWay() {
    harness.acknowledgesAtOnce = false;
    List<String> done = new ArrayList<>();
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.lane.scrape(target("b", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("b", "x 1\n");

    harness.lane.release(List.of("a", "b", "unknown"), NOTHING_DUE, () -> done.add("done"));
    assertThat(done).isEmpty();
    harness.answer("a", "x 1\n");
    assertThat(done).isEmpty();
    harness.acknowledgeAll(true);

    assertThat(done).containsExactly("done");
    assertThat(harness.received).hasSize(2);
    assertThat(harness.gone).isEmpty();
    harness.pass(Duration.ofSeconds(5));
    assertThat(harness.log).hasSize(2);
  }

  @Test
  void goesOnUpToTheCutAndLeavesTheRestToTheNextOwner() {
    List<String> done = new ArrayList<>();
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\n");
    long due = Cadence.of("a", INTERVAL).after(harness.now());

    harness.lane.release(List.of("a"), due + 5 * INTERVAL.toMillis(), () -> done.add("done"));
    harness.pass(Duration.ofMillis(due - harness.now()));
    harness.answer("a", "x 2\n");
    harness.lane.cut(List.of("a", "unknown"), due + INTERVAL.toMillis());
    harness.pass(INTERVAL);
    assertThat(done).isEmpty();
    harness.answer("a", "x 3\n");

    assertThat(done).containsExactly("done");
    harness.pass(INTERVAL.multipliedBy(3));
    assertThat(harness.received).hasSize(3);
    assertThat(harness.lane.inProgress()).isZero();
  }

  @Test
  void makesWhatWasDueBeforeTheCutWhereItIsLate() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\n");
    long due = Cadence.of("a", INTERVAL).after(harness.now());
    harness.lane.release(List.of("a"), Long.MAX_VALUE, () -> {});

    // The thread was too busy to wake the lane in time.
    harness.setClock(due + 5);
    harness.lane.cut(List.of("a"), due);

    assertThat(harness.asked).containsOnlyKeys("a");
    harness.answer("a", "x 2\n");
    harness.pass(INTERVAL.multipliedBy(3));
    assertThat(harness.log).hasSize(2);
  }

  @Test
  void aCutIsBroughtForwardAndNeverBack() {
    List<String> done = new ArrayList<>();
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\n");
    long due = Cadence.of("a", INTERVAL).after(harness.now());

    harness.lane.release(List.of("a"), due, () -> done.add("done"));
    harness.lane.cut(List.of("a"), Long.MAX_VALUE);
    harness.pass(INTERVAL);
    harness.answer("a", "x 2\n");
    harness.pass(INTERVAL.multipliedBy(3));

    assertThat(done).containsExactly("done");
    assertThat(harness.log).hasSize(2);
  }

  @Test
  void leavesTheStatusToTheNextOwner() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\n");
    harness.lane.release(List.of("a"), harness.now() + 60_000, () -> {});

    harness.pass(INTERVAL);
    harness.answer("a", new FetchOutcome.Timeout(INTERVAL, "too slow"));

    assertThat(harness.received).hasSize(2);
    assertThat(harness.statuses).hasSize(1);
  }

  @Test
  void aTargetThatComesBackAfterItsCutIsTakenOverAsFromAnybody() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.lane.scrape(target("b", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\n");
    harness.lane.release(List.of("a", "b"), harness.now(), () -> {});

    // The page of b hangs, and with it the release of both.
    harness.lane.scrape(target("a", INTERVAL), new Ownership(3, 8), NEW);
    harness.pass(Duration.ZERO);

    assertThat(harness.asked).containsKeys("a", "b");
  }

  @Test
  void beginsWhereTheLastOwnerEndsThoughThatIsToCome() {
    long now = harness.now();
    Cadence cadence = Cadence.of("a", INTERVAL);
    long first = cadence.after(now);

    harness.lane.scrape(target("a", INTERVAL), OWNED, first);
    harness.pass(Duration.ofMillis(first - now));
    assertThat(harness.log).isEmpty();
    harness.pass(INTERVAL);

    assertThat(harness.log).containsExactly("a@" + (first + INTERVAL.toMillis()));
  }

  @Test
  void aTargetThatComesBackBeforeItIsGoneIsScrapedOnceAtATime() {
    List<String> done = new ArrayList<>();
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\n");
    harness.lane.release(List.of("a"), Long.MAX_VALUE, () -> done.add("done"));

    harness.lane.scrape(target("a", INTERVAL), new Ownership(3, 8), harness.now() + 5_000);
    assertThat(done).containsExactly("done");
    for (int i = 0; i < 3; i++) {
      harness.pass(INTERVAL);
      harness.answer("a", "x 1\n");
    }

    assertThat(harness.received).hasSize(4);
    assertThat(harness.received.getLast().epoch()).isEqualTo(8);
  }

  @Test
  void dropsWhatAnotherOwnerScrapesAlready() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);

    harness.lane.drop(List.of("a", "unknown"));
    harness.pass(INTERVAL.multipliedBy(3));

    assertThat(harness.cancelled).containsExactly("a");
    assertThat(harness.log).hasSize(1);
    assertThat(harness.lane.targets()).isZero();
  }

  @Test
  void givesUpWhatDoesNotEndInTime() {
    List<String> done = new ArrayList<>();
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.lane.release(List.of("a"), NOTHING_DUE, () -> done.add("done"));

    harness.lane.abandonReleased();

    assertThat(done).containsExactly("done");
    assertThat(harness.cancelled).containsExactly("a");
  }
}
