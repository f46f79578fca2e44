package io.benchstream.publisher.scrapes;

import static io.benchstream.publisher.scrapes.TestScrapes.series;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.publisher.remotewrite.Encoding;
import io.benchstream.publisher.remotewrite.PendingSamples;
import io.benchstream.publisher.remotewrite.WriteRequestBuffer;
import io.benchstream.publisher.remotewrite.WriteRequestReader;
import io.benchstream.publisher.remotewrite.WriteRequestReader.ReadSample;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.samples.Decoded;
import io.benchstream.schemas.samples.ScrapeDecoder;
import io.benchstream.schemas.samples.ScrapeEncoder;
import io.benchstream.schemas.samples.SeriesSet;
import io.benchstream.schemas.samples.StaleMarker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScrapeSeriesTest {
  private static final long NONE = ScrapeEncoder.NO_TIMESTAMP;

  private final ScrapeDecoder decoder = new ScrapeDecoder();
  private final TestScrapes target = new TestScrapes("t1", Map.of("job", "j", "instance", "i"));
  private LabelBudget budget = new LabelBudget(1 << 20);
  private ScrapeSeries scrapes =
      new ScrapeSeries(SeriesLabels.of(null, Map.of(), RelabelRules.none()), budget);

  @Test
  void samplesHaveTheLabelsOfSeriesAndTargetAndTheSyntheticOnesFollow() {
    SeriesSet series = series("a{x=\"1\"}", "b", "{\"c.d\",\"e f\"=\"q\\\"\\n\"}");

    assertThat(write(target.success(5000, series, 1, Double.NaN, -0.0)))
        .containsExactly(
            "{__name__=\"a\",instance=\"i\",job=\"j\",x=\"1\"} 1.0 @5000",
            "{__name__=\"b\",instance=\"i\",job=\"j\"} NaN @5000",
            "{__name__=\"c.d\",\"e f\"=\"q\\\"\\n\",instance=\"i\",job=\"j\"} -0.0 @5000",
            "{__name__=\"up\",instance=\"i\",job=\"j\"} 1.0 @5000",
            "{__name__=\"scrape_duration_seconds\",instance=\"i\",job=\"j\"} 0.25 @5000",
            "{__name__=\"scrape_samples_scraped\",instance=\"i\",job=\"j\"} 3.0 @5000",
            "{__name__=\"scrape_samples_post_metric_relabeling\",instance=\"i\",job=\"j\"} 3.0 @5000",
            "{__name__=\"scrape_series_added\",instance=\"i\",job=\"j\"} 0.0 @5000");
  }

  @Test
  void aSampleKeepsTheTimeThatThePageGaveIt() {
    SeriesSet series = series("a", "b");

    assertThat(page(write(target.success(5000, series, new long[] {4321, NONE}, 1, 2))))
        .containsExactly("a 1.0 @4321", "b 2.0 @5000");
  }

  @Test
  void externalLabelsAreAddedWhereThereIsNone() {
    scrapes =
        new ScrapeSeries(
            SeriesLabels.of(null, Map.of("job", "x", "dc", "y"), RelabelRules.none()), budget);

    assertThat(write(target.success(5000, series("a"), 1)))
        .allSatisfy(text -> assertThat(text).contains("dc=\"y\"").contains("job=\"j\""));
  }

  @Test
  void aSeriesThatTheDestinationDoesNotWantIsNotWritten() {
    scrapes =
        new ScrapeSeries(
            labels ->
                labels.get(LabelSet.METRIC_NAME).equals("b")
                    ? java.util.Optional.empty()
                    : java.util.Optional.of(labels),
            budget);

    assertThat(page(write(target.success(5000, series("a", "b", "c"), 1, 2, 3))))
        .containsExactly("a 1.0 @5000", "c 3.0 @5000");
  }

  @Test
  void whatTheWorkerSaysIsGoneEnds() {
    write(target.success(5000, series("a", "b"), 1, 2));

    assertThat(page(write(target.ending("b").success(6000, series("a"), 1))))
        .containsExactly("a 1.0 @6000", "b stale @6000");
  }

  @Test
  void aFailedScrapeEndsAllSeriesOnceAndUpIsZero() {
    write(target.success(5000, series("a", "b"), new long[] {NONE, 4000}, 1, 2));

    List<String> failed = write(target.without(6000, ScrapeOutcome.TIMEOUT));
    assertThat(page(failed)).containsExactly("a stale @6000");
    assertThat(failed).contains("{__name__=\"up\",instance=\"i\",job=\"j\"} 0.0 @6000");

    assertThat(page(write(target.without(7000, ScrapeOutcome.TIMEOUT)))).isEmpty();
    assertThat(page(write(target.success(8000, series("a"), 3)))).containsExactly("a 3.0 @8000");
  }

  @Test
  void afterARestartAFailedScrapeStillEndsWhatTheWorkerNames() {
    assertThat(page(write(target.ending("a", "b").without(6000, ScrapeOutcome.TIMEOUT))))
        .containsExactly("a stale @6000", "b stale @6000");
  }

  @Test
  void aRemovedTargetEndsWithItsSyntheticSeries() {
    write(target.success(5000, series("a"), 1));

    List<String> removed = write(target.without(6000, ScrapeOutcome.REMOVED));

    assertThat(removed).hasSize(6).allSatisfy(text -> assertThat(text).contains("stale @6000"));
    assertThat(budget.bytes()).isZero();
  }

  @Test
  void aNewOwnerWhoDoesNotKnowTheOldSeriesLeavesNoneOpen() {
    write(target.success(5000, series("a", "b", "c"), new long[] {NONE, NONE, 4000}, 1, 2, 3));

    assertThat(page(write(target.moved().success(6000, series("a", "d"), 1, 4))))
        .containsExactly("a 1.0 @6000", "d 4.0 @6000", "b stale @6000");
    assertThat(page(write(target.moved().success(7000, series("a", "d"), 1, 4))))
        .containsExactly("a 1.0 @7000", "d 4.0 @7000");
  }

  @Test
  void newLabelsOfATargetEndTheOldSeries() {
    write(target.success(5000, series("a"), 1));
    TestScrapes relabeled = new TestScrapes("t1", Map.of("job", "other"));

    List<String> written = write(relabeled.success(6000, series("a"), 2));

    assertThat(written)
        .contains("{__name__=\"a\",instance=\"i\",job=\"j\"} stale @6000")
        .contains("{__name__=\"up\",instance=\"i\",job=\"j\"} stale @6000")
        .contains("{__name__=\"a\",job=\"other\"} 2.0 @6000")
        .contains("{__name__=\"up\",job=\"other\"} 1.0 @6000");
  }

  @Test
  void aLineThatIsNoSeriesIsLeftOutAndCounted() {
    assertThat(page(write(target.success(5000, series("a", "b{", "c"), 1, 2, 3))))
        .containsExactly("a 1.0 @5000", "c 3.0 @5000");
    assertThat(scrapes.unreadable()).isEqualTo(1);
  }

  @Test
  void requestsOfAnySizeTogetherHoldTheSame() {
    TestScrapes twin = new TestScrapes("t2", Map.of("job", "j", "instance", "i"));
    List<Scrape> first = target.success(5000, series("a", "b", "c"), 1, 2, 3);
    List<Scrape> second = target.ending("b", "c").success(6000, series("a"), 1);
    List<String> whole = new ArrayList<>(write(first));
    whole.addAll(write(second));

    List<String> pieces = new ArrayList<>();
    pieces.addAll(write(1, twin.success(5000, series("a", "b", "c"), 1, 2, 3)));
    pieces.addAll(write(1, twin.ending("b", "c").success(6000, series("a"), 1)));

    assertThat(pieces).isEqualTo(whole);
  }

  @Test
  void labelBytesAreBoundedAndAForgottenTargetComesBack() {
    budget = new LabelBudget(3000);
    scrapes = new ScrapeSeries(SeriesLabels.of(null, Map.of(), RelabelRules.none()), budget);
    SeriesSet series = series("a");
    for (int i = 0; i < 50; i++) {
      write(new TestScrapes("t" + i, Map.of("job", "j" + i)).success(5000, series, i));
      assertThat(budget.bytes()).isLessThanOrEqualTo(3000);
    }
    assertThat(budget.bytes()).isPositive();

    write(target.success(6000, series, 7));
    for (int i = 0; i < 50; i++) {
      write(new TestScrapes("u" + i, Map.of("job", "j" + i)).success(6000, series, i));
    }
    assertThat(page(write(target.success(7000, series, 8)))).containsExactly("a 8.0 @7000");

    scrapes.release();
    assertThat(budget.bytes()).isZero();
  }

  private List<String> write(List<Scrape> records) {
    return write(1 << 20, records);
  }

  private List<String> write(int limit, List<Scrape> records) {
    List<String> written = new ArrayList<>();
    for (Scrape record : records) {
      if (decoder.decode(record) instanceof Decoded.Complete(var scrape)) {
        PendingSamples samples = scrapes.samples(scrape);
        WriteRequestBuffer request = new WriteRequestBuffer(limit);
        boolean done;
        do {
          done = samples.drainTo(request);
          WriteRequestReader.read(request.bytes(), request.length())
              .forEach(s -> written.add(text(s)));
          request.clear(Encoding.SNAPPY);
        } while (!done);
      }
    }
    return written;
  }

  /** Those of the page, by metric name alone. */
  private static List<String> page(List<String> written) {
    return written.stream()
        .filter(text -> !text.contains("\"up\"") && !text.contains("\"scrape_"))
        .map(text -> text.replaceAll("\\{__name__=\"([^\"]+)\"[^}]*}", "$1"))
        .toList();
  }

  private static String text(ReadSample sample) {
    String value =
        sample.valueBits() == StaleMarker.BITS
            ? "stale"
            : Double.toString(Double.longBitsToDouble(sample.valueBits()));
    return "%s %s @%d".formatted(LabelSet.of(sample.labels()), value, sample.timestamp());
  }
}
