package io.benchstream.scrape.lane;

import static io.benchstream.scrape.lane.LaneHarness.target;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.relabel.rules.RelabelAction;
import io.benchstream.relabel.rules.RelabelRule;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.schemas.Health;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.TargetStatus;
import io.benchstream.schemas.samples.DecodedScrape;
import io.benchstream.scrape.fetch.FetchOutcome;
import io.benchstream.scrape.fetch.Pages;
import io.benchstream.scrape.schedule.Cadence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Targets of one owner, from their first scrape to their last. */
class LaneTest {
  private static final long NOTHING_DUE = Long.MIN_VALUE;
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Ownership OWNED = new Ownership(3, 7);
  private static final long NEW = Long.MIN_VALUE;
  private static final String SCRAPED = "benchstream_scrape_samples_scraped";
  private static final String PUBLISHED = "benchstream_scrape_samples_published";
  private static final String DROPPED = "benchstream_scrape_samples_dropped";
  private static final String SKIPPED = "benchstream_scrape_scrapes_skipped";

  private final LaneHarness harness = new LaneHarness(100);

  @Test
  void scrapesANewTargetAtOnceAndThenAtItsTimes() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    long start = harness.now();
    Cadence cadence = Cadence.of("a", INTERVAL);
    List<String> expected = new ArrayList<>();
    expected.add("a@" + start);
    for (long time = cadence.after(start); time <= start + 3_500; time = cadence.after(time)) {
      expected.add("a@" + time);
    }

    for (int i = 0; i < 3_500; i++) {
      harness.pass(Duration.ofMillis(1));
      if (harness.asked.containsKey("a")) {
        harness.answer("a", "x 1\n");
      }
    }

    assertThat(harness.log).isEqualTo(expected);
  }

  @Test
  void publishesWhatThePageSays() {
    harness.lane.scrape(target("a", INTERVAL, "job", "j", "instance", "i"), OWNED, NEW);
    harness.pass(Duration.ZERO);
    long asked = harness.now();
    harness.pass(Duration.ofMillis(50));
    harness.answer("a", "x{job=\"p\"} 1\ny 2 1234\n");

    DecodedScrape scrape = harness.received.getFirst();
    assertThat(scrape.targetId()).isEqualTo("a");
    assertThat(scrape.owner()).isEqualTo("worker-1");
    assertThat(scrape.epoch()).isEqualTo(7);
    assertThat(scrape.header().outcome()).isEqualTo(ScrapeOutcome.SUCCESS);
    assertThat(scrape.header().scrapeTime().toEpochMilli()).isEqualTo(asked);
    assertThat(scrape.header().scrapeInterval()).isEqualTo(INTERVAL);
    assertThat(scrape.header().labels()).isEqualTo(Map.of("job", "j", "instance", "i"));
    assertThat(scrape.header().seriesAdded()).isEqualTo(2);
    assertThat(scrape.series().text()).isEqualTo("x{exported_job=\"p\"}\ny\n");
    assertThat(scrape.value(1)).isEqualTo(2);
    assertThat(scrape.timestamp(0)).isEqualTo(asked);
    assertThat(scrape.timestamp(1)).isEqualTo(1234);
    assertThat(harness.partitions).containsExactly(3);
    assertThat(harness.count(PUBLISHED)).isEqualTo(2);
  }

  @Test
  void writesTheSeriesOnceAndThenTheValuesOnly() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    for (int i = 0; i < 5; i++) {
      harness.pass(INTERVAL);
      harness.answer("a", "x " + i + "\n");
    }

    assertThat(harness.sent.stream().map(scrape -> scrape.getSeries() != null))
        .containsExactly(true, false, false, false, false);
    assertThat(harness.received).hasSize(5);
  }

  @Test
  void neverAsksTwiceAtOnceAndDelaysNobody() {
    harness.lane.scrape(target("slow", INTERVAL), OWNED, NEW);
    harness.lane.scrape(target("fast", INTERVAL), OWNED, NEW);
    for (int i = 0; i < 4; i++) {
      harness.pass(INTERVAL);
      harness.answer("fast", "x 1\n");
    }

    assertThat(harness.log.stream().filter(line -> line.startsWith("slow"))).hasSize(1);
    assertThat(harness.log.stream().filter(line -> line.startsWith("fast"))).hasSize(4);
    assertThat(harness.count(SKIPPED, "reason", "in_progress")).isGreaterThanOrEqualTo(3);
  }

  @Test
  void letsOthersWaitWhereTooManyAreAsked() {
    LaneHarness narrow = new LaneHarness(2);
    for (String id : List.of("a", "b", "c", "d")) {
      narrow.lane.scrape(target(id, INTERVAL), OWNED, NEW);
    }
    narrow.pass(Duration.ZERO);
    assertThat(narrow.asked).hasSize(2);

    String first = narrow.asked.keySet().iterator().next();
    narrow.answer(first, "x 1\n");
    assertThat(narrow.asked).hasSize(2).doesNotContainKey(first);
    assertThat(narrow.log).hasSize(3);
  }

  @Test
  void endsSeriesWhenAScrapeFailsAndSaysWhy() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\ny 2\n");
    harness.pass(INTERVAL);
    harness.answer("a", new FetchOutcome.Timeout(INTERVAL, "too slow"));
    harness.pass(INTERVAL);
    harness.answer("a", new FetchOutcome.HttpFailure(404, "HTTP status 404"));
    harness.pass(INTERVAL);
    harness.answer("a", "x 1\n");

    assertThat(harness.received.stream().map(scrape -> scrape.header().outcome()))
        .containsExactly(
            ScrapeOutcome.SUCCESS,
            ScrapeOutcome.TIMEOUT,
            ScrapeOutcome.HTTP_FAILURE,
            ScrapeOutcome.SUCCESS);
    assertThat(harness.received.stream().map(scrape -> scrape.header().staleSeries()))
        .containsExactly("", "x\ny\n", "", "");
    assertThat(harness.statuses.stream().map(TargetStatus::getHealth))
        .containsExactly(Health.UP, Health.DOWN, Health.DOWN, Health.UP);
    assertThat(harness.statuses.stream().map(TargetStatus::getLastError))
        .containsExactly("", "too slow", "HTTP status 404", "");
  }

  @Test
  void writesTheStatusOnChangeAndOnceAMinute() {
    harness.lane.scrape(target("a", Duration.ofSeconds(10)), OWNED, NEW);
    for (int i = 0; i < 13; i++) {
      harness.pass(Duration.ofSeconds(10));
      harness.answer("a", "x 1\n");
    }

    assertThat(harness.statuses).hasSize(3);
  }

  @Test
  void showsLinesThatWereLeftOut() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\nbad line here\n");

    TargetStatus status = harness.statuses.getFirst();
    assertThat(status.getHealth()).isEqualTo(Health.UP);
    assertThat(status.getLinesSkipped()).isEqualTo(1);
    assertThat(status.getLastError())
        .isEqualTo(
            "1 lines cannot be read and are left out; the first: line 2, column 5: 'line' is not a"
                + " number");
  }

  @Test
  void refusesProtobufAndBrokenAndTooManySamples() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer(
        "a", Pages.success(new byte[] {1, 2, 3}, "application/vnd.google.protobuf; x=y"));
    harness.pass(INTERVAL);
    harness.answer(
        "a", Pages.success("x 1\ny z\n# EOF\n".getBytes(UTF_8), "application/openmetrics-text"));
    harness.pass(INTERVAL);
    harness.answer("a", "a 1\nb 1\nc 1\nd 1\ne 1\nf 1\n");

    assertThat(harness.received.stream().map(scrape -> scrape.header().outcome()))
        .containsExactly(
            ScrapeOutcome.MALFORMED, ScrapeOutcome.MALFORMED, ScrapeOutcome.LIMIT_EXCEEDED);
    assertThat(harness.received.getLast().header().samplesScraped()).isEqualTo(6);
    assertThat(harness.count(DROPPED, "reason", "malformed")).isEqualTo(1);
    assertThat(harness.count(DROPPED, "reason", "limit")).isEqualTo(6);
    assertThat(harness.count(SCRAPED)).isEqualTo(7);
  }

  @Test
  void scrapesATargetThatIsRemovedOnceMoreAndEndsIt() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\n");
    harness.pass(INTERVAL);

    harness.lane.remove("a");
    harness.lane.remove("a");
    assertThat(harness.cancelled).containsExactly("a");
    assertThat(harness.gone).isEmpty();
    harness.answer("a", "x 2\ny 1\n");
    harness.pass(Duration.ofSeconds(10));

    assertThat(harness.received).hasSize(3);
    DecodedScrape last = harness.received.get(1);
    assertThat(last.header().outcome()).isEqualTo(ScrapeOutcome.SUCCESS);
    assertThat(last.value(0)).isEqualTo(2);
    DecodedScrape end = harness.received.getLast();
    assertThat(end.header().outcome()).isEqualTo(ScrapeOutcome.REMOVED);
    assertThat(end.header().staleSeries()).isEqualTo("x\ny\n");
    assertThat(end.header().scrapeTime()).isAfter(last.header().scrapeTime());
    assertThat(harness.gone).containsExactly("a");
    assertThat(harness.log).hasSize(3);
    assertThat(harness.lane.targets()).isZero();
    assertThat(harness.lane.inProgress()).isZero();
    assertLaw();
  }

  @Test
  void aLastScrapeThatFailsOnlyEndsTheTarget() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\n");

    harness.lane.remove("a");
    harness.answer("a", new FetchOutcome.ConnectionFailure("refused"));

    assertThat(harness.received).hasSize(2);
    assertThat(harness.received.getLast().header().outcome()).isEqualTo(ScrapeOutcome.REMOVED);
    assertThat(harness.received.getLast().header().staleSeries()).isEqualTo("x\n");
    assertThat(harness.gone).containsExactly("a");
  }

  @Test
  void aTargetThatComesBackDuringItsLastScrapeEndsFirst() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\n");
    harness.lane.remove("a");

    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ofMillis(10));
    harness.answer("a", "x 2\n");

    assertThat(harness.received.stream().map(scrape -> scrape.header().outcome()))
        .containsExactly(ScrapeOutcome.SUCCESS, ScrapeOutcome.REMOVED, ScrapeOutcome.SUCCESS);
    assertThat(harness.lane.inProgress()).isZero();
    assertThat(harness.lane.targets()).isOne();
  }

  @Test
  void aLastScrapeHoldsUpAReleaseForAsLongAsItMay() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\n");
    harness.lane.remove("a");
    List<String> done = new ArrayList<>();

    harness.lane.release(List.of(), NOTHING_DUE, () -> done.add("released"));
    assertThat(done).isEmpty();
    harness.lane.abandonReleased();
    harness.runTasks();

    assertThat(done).containsExactly("released");
    assertThat(harness.received.getLast().header().outcome()).isEqualTo(ScrapeOutcome.REMOVED);
    assertThat(harness.lane.inProgress()).isZero();
  }

  @Test
  void endsATargetThatWasRemovedWhileNobodyScrapedIt() {
    harness.lane.removeUnseen(target("a", INTERVAL, "job", "j"), OWNED);

    assertThat(harness.received).hasSize(1);
    assertThat(harness.received.getFirst().header().outcome()).isEqualTo(ScrapeOutcome.REMOVED);
    assertThat(harness.received.getFirst().header().labels()).containsEntry("job", "j");
    assertThat(harness.gone).containsExactly("a");
    assertThat(harness.lane.targets()).isZero();
  }

  @Test
  void startsAnewWhereTheSeriesOfATargetChange() {
    harness.lane.scrape(target("a", INTERVAL, "job", "one"), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\n");

    harness.lane.scrape(target("a", INTERVAL, "job", "two"), OWNED, NEW);
    harness.pass(Duration.ofMillis(2));
    harness.answer("a", "x 1\n");

    assertThat(harness.received.stream().map(scrape -> scrape.header().outcome()))
        .containsExactly(ScrapeOutcome.SUCCESS, ScrapeOutcome.REMOVED, ScrapeOutcome.SUCCESS);
    assertThat(harness.received.get(2).header().scrapeTime())
        .isAfter(harness.received.get(1).header().scrapeTime());
    assertThat(harness.received.get(1).header().labels()).containsEntry("job", "one");
    assertThat(harness.received.get(2).header().labels()).containsEntry("job", "two");
    assertThat(harness.gone).isEmpty();
  }

  @Test
  void keepsTheSeriesWhereOnlyTheIntervalChanges() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\n");

    harness.lane.scrape(target("a", Duration.ofSeconds(5)), OWNED, NEW);
    harness.pass(Duration.ofSeconds(20));

    assertThat(harness.received).hasSize(1);
    assertThat(harness.log).hasSize(2);
  }

  @Test
  void keepsTheSeriesWhereOnlyTheLimitOfSamplesChangesOrTheRulesAreCompiledAgain() {
    RelabelRule rule =
        RelabelRule.builder(RelabelAction.REPLACE).targetLabel("l").replacement("v").build();
    harness.lane.scrape(target("a", INTERVAL, RelabelRules.of(List.of(rule)), 5), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\ny 1\n");

    harness.lane.scrape(target("a", INTERVAL, RelabelRules.of(List.of(rule)), 1), OWNED, NEW);
    harness.pass(INTERVAL);
    harness.answer("a", "x 1\ny 1\n");

    assertThat(harness.received.stream().map(scrape -> scrape.header().outcome()))
        .containsExactly(ScrapeOutcome.SUCCESS, ScrapeOutcome.LIMIT_EXCEEDED);
  }

  @Test
  void dropsScrapesThatFindNoRoomAndTellsLaterWhatEnded() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\ny 2\nz 3\n");
    harness.hasRoom = false;
    harness.pass(INTERVAL);
    harness.answer("a", "x 1\n");
    harness.pass(INTERVAL);
    harness.answer("a", new FetchOutcome.Timeout(INTERVAL, "too slow"));
    harness.hasRoom = true;
    harness.pass(INTERVAL);
    harness.answer("a", "z 4\n");

    assertThat(harness.received).hasSize(2);
    assertThat(harness.received.getLast().header().staleSeries().lines())
        .containsExactlyInAnyOrder("x", "y");
    assertThat(harness.received.getLast().value(0)).isEqualTo(4);
    assertThat(harness.count(DROPPED, "reason", "backpressure")).isEqualTo(1);
    assertLaw();
  }

  @Test
  void forgetsWhatCameAndWentWhileScrapesWereDropped() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\ny 2\n");
    harness.hasRoom = false;
    for (int i = 0; i < 20; i++) {
      harness.pass(INTERVAL);
      harness.answer("a", "x 1\nshort{id=\"%d\"} 1\n".formatted(i));
    }
    harness.hasRoom = true;
    harness.pass(INTERVAL);
    harness.answer("a", "x 1\n");

    // The one that ended in this scrape was not published either, but is told all the same.
    assertThat(harness.received.getLast().header().staleSeries().lines())
        .containsExactlyInAnyOrder("y", "short{id=\"19\"}");
  }

  @Test
  void tellsAgainWhatEndedInALostRecord() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\ny 2\nz 3\n");
    harness.delivers = false;
    harness.pass(INTERVAL);
    harness.answer("a", "x 1\n");
    harness.delivers = true;
    harness.pass(INTERVAL);
    harness.answer("a", "x 1\nz 4\n");

    assertThat(harness.received).hasSize(2);
    assertThat(harness.received.getLast().header().staleSeries()).isEqualTo("y\n");
  }

  @Test
  void writesTheSeriesAgainAfterALostRecord() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.delivers = false;
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\n");
    harness.delivers = true;
    harness.pass(INTERVAL);
    harness.answer("a", "x 2\n");

    assertThat(harness.received).hasSize(1);
    assertThat(harness.received.getFirst().value(0)).isEqualTo(2);
    assertThat(harness.count(DROPPED, "reason", "undelivered")).isEqualTo(1);
    assertLaw();
  }

  @Test
  void goesOnWhenTheClockIsSetBack() {
    harness.lane.scrape(target("a", INTERVAL), OWNED, NEW);
    harness.pass(Duration.ZERO);
    harness.answer("a", "x 1\n");
    harness.setClock(harness.now() - 3_600_000);
    harness.lane.wake();
    harness.pass(INTERVAL);

    assertThat(harness.asked).containsKey("a");
  }

  @Test
  void accountsForEverySample() {
    Random random = new Random(5);
    harness.acknowledgesAtOnce = false;
    for (int i = 0; i < 5; i++) {
      harness.lane.scrape(target("t" + i, INTERVAL), OWNED, NEW);
    }
    for (int i = 0; i < 400; i++) {
      harness.pass(Duration.ofMillis(random.nextInt(300)));
      harness.hasRoom = random.nextInt(4) > 0;
      for (String id : List.copyOf(harness.asked.keySet())) {
        switch (random.nextInt(8)) {
          case 0 -> harness.answer(id, new FetchOutcome.Malformed("not HTTP"));
          case 1 -> harness.answer(id, "a 1\nb 1\nc 1\nd 1\ne 1\nf 1\n");
          case 2 -> harness.answer(id, "a 1\na 1\nb 2\nbad\n");
          case 3 -> harness.answer(id, "<html>\n");
          case 4 -> {}
          default -> harness.answer(id, "a 1\nb 2\n");
        }
      }
      if (random.nextInt(5) == 0) {
        harness.acknowledgeAll(random.nextInt(5) > 0);
      }
    }
    harness.acknowledgeAll(true);

    assertThat(harness.count(PUBLISHED)).isPositive();
    assertThat(harness.count(DROPPED, "reason", "backpressure")).isPositive();
    assertThat(harness.count(DROPPED, "reason", "undelivered")).isPositive();
    assertThat(harness.count(DROPPED, "reason", "duplicate")).isPositive();
    assertThat(harness.count(DROPPED, "reason", "limit")).isPositive();
    assertLaw();
  }

  private void assertLaw() {
    assertThat(harness.count(SCRAPED)).isEqualTo(harness.count(PUBLISHED) + harness.count(DROPPED));
  }
}
