package io.benchstream.scrape.series;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.rules.RelabelRuleReader;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.schemas.samples.SeriesSet;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.exposition.ParseProblem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PageReaderTest {
  private static final LabelSet TARGET = LabelSet.of("instance", "i:1", "job", "j");

  private final PageReader reader = new PageReader();
  private SeriesCache cache = new SeriesCache(rules(List.of()));

  @Test
  void readsAPageAndTheNextOne() {
    PageOutcome.Samples first = read("# TYPE a gauge\na 1\nb{c=\"d\"} 2.5\n");
    assertThat(first.series().text()).isEqualTo("a\nb{c=\"d\"}\n");
    assertThat(first.seriesAdded()).isEqualTo(2);
    assertThat(values(first)).containsExactly(1, 2.5);

    PageOutcome.Samples second = read("# TYPE a gauge\na 1e3\nb{c=\"d\"} -7\n");
    assertThat(second.series()).isSameAs(first.series());
    assertThat(second.seriesAdded()).isZero();
    assertThat(second.ended()).isEmpty();
    assertThat(values(second)).containsExactly(1000, -7);
  }

  @Test
  void keepsTheSeriesWhereOnlyCommentsChange() {
    SeriesSet before = read("# HELP a One.\na 1\n").series();

    assertThat(read("# HELP a Two.\na 1\n\n").series()).isSameAs(before);
  }

  @Test
  void followsWhatIsAddedMovedAndTakenAway() {
    read("a 1\nb 2\nc 3\nd 4\n");

    PageOutcome.Samples next = read("new 0\nd 40\na 10\nc 30\n");

    assertThat(next.series().text()).isEqualTo("new\nd\na\nc\n");
    assertThat(values(next)).containsExactly(0, 40, 10, 30);
    assertThat(next.seriesAdded()).isEqualTo(1);
    assertThat(next.ended()).containsExactly("b");
  }

  @Test
  void readsTheSameWhereWhatItRemembersIsPackedAndOnceItIsNoMore() {
    cache = new SeriesCache(rules(List.of()), SeriesCache.SELDOM);
    SeriesSet series = read(longPage(1)).series();
    assertThat(cache.layout().isPacked()).isTrue();

    PageOutcome.Samples packed = read(longPage(2));
    assertThat(packed.series()).isSameAs(series);
    assertThat(values(packed)).hasSize(50).containsOnly(2);

    cache.goOnWith(cache.rules(), Duration.ofSeconds(1));
    assertThat(cache.layout().isPacked()).isFalse();
    PageOutcome.Samples plain = read(longPage(3));
    assertThat(plain.series()).isSameAs(series);
    assertThat(values(plain)).hasSize(50).containsOnly(3);
    assertThat(cache.layout().isPacked()).isFalse();
  }

  private static String longPage(int value) {
    return IntStream.range(0, 50)
        .mapToObj(number -> "requests_total{number=\"%d\"} %d\n".formatted(number, value))
        .collect(joining());
  }

  @Test
  void isNotMisledByAValueThatBecomesPartOfAName() {
    read("foo-1\nbar 2\n");

    PageOutcome.Samples next = read("foo1 5\nbar 2\n");

    assertThat(next.series().text()).isEqualTo("foo1\nbar\n");
    assertThat(values(next)).containsExactly(5, 2);
    assertThat(next.timed()).isFalse();
  }

  @Test
  void keepsTheFirstOfASeriesThatStandsOnThePageTwice() {
    PageOutcome.Samples page =
        read("a{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 2\na{x=\"1\",y=\"2\"} 3\nb 4\n");

    assertThat(page.series().text()).isEqualTo("a{x=\"1\",y=\"2\"}\nb\n");
    assertThat(values(page)).containsExactly(1, 4);
    assertThat(page.duplicates()).isEqualTo(2);
    assertThat(page.samplesScraped()).isEqualTo(4);
    assertThat(page.samplesPostRelabeling()).isEqualTo(4);

    PageOutcome.Samples next = read("a{y=\"2\",x=\"1\"} 2\nb 4\n");
    assertThat(values(next)).containsExactly(2, 4);
    assertThat(next.ended()).isEmpty();
  }

  @Test
  void endsSeriesThatHaveNoSampleAtTheTimeOfTheScrape() {
    read("gone 1\nstays 1\ntimed 1 1000\ngetsTime 1\n");

    PageOutcome.Samples next = read("stays 1\ngetsTime 1 2000\n");

    assertThat(next.ended()).containsExactlyInAnyOrder("gone", "getsTime");
    assertThat(next.timed()).isTrue();
    assertThat(Arrays.copyOf(reader.timestamps(), 2))
        .containsExactly(PageReader.NO_TIMESTAMP, 2000);
    assertThat(cache.end()).containsExactly("stays");
    assertThat(cache.end()).isEmpty();

    PageOutcome.Samples afterFailure = read("getsTime 1\n");
    assertThat(afterFailure.ended()).isEmpty();
    assertThat(afterFailure.seriesAdded()).isZero();
    assertThat(cache.end()).containsExactly("getsTime");
  }

  @Test
  void ignoresTimesWhereTheyAreNotHonored() {
    cache =
        new SeriesCache(
            new SeriesRules(
                TARGET, false, false, SeriesLimits.NONE, RelabelRules.none(), Format.Mode.LENIENT));

    PageOutcome.Samples page = read("a 1 1000\n");

    assertThat(page.timed()).isFalse();
    assertThat(cache.end()).containsExactly("a");
  }

  @Test
  void givesThePagesLabelAnotherNameWhereTheTargetHasIt() {
    assertThat(read("a{job=\"x\",exported_job=\"y\",instance=\"\"} 1\n").series().text())
        .isEqualTo("a{exported_exported_job=\"x\",exported_job=\"y\"}\n");
  }

  @Test
  void letsThePagesLabelWinWhereItIsHonored() {
    cache =
        new SeriesCache(
            new SeriesRules(
                TARGET, true, true, SeriesLimits.NONE, RelabelRules.none(), Format.Mode.LENIENT));

    assertThat(read("a{job=\"x\"} 1\nb{job=\"\"} 2\nc{job=\"j\"} 3\nd 4\n").series().text())
        .isEqualTo("a{job=\"x\"}\nb{job=\"\"}\nc\nd\n");
  }

  @Test
  void relabelsOncePerSeries() {
    cache =
        new SeriesCache(
            rules(
                List.of(
                    Map.of(
                        "action", "drop", "source_labels", List.of("__name__"), "regex", "go_.*"),
                    Map.of("action", "labeldrop", "regex", "instance"),
                    Map.of("source_labels", List.of("x"), "target_label", "a.b"))));

    PageOutcome.Samples page = read("go_x 1\nb{x=\"1\"} 2\ngo_y 3\nc 4\n");

    assertThat(page.series().text())
        .isEqualTo("b{\"a.b\"=\"1\",x=\"1\",instance=\"\"}\nc{instance=\"\"}\n");
    assertThat(values(page)).containsExactly(2, 4);
    assertThat(page.relabeledAway()).isEqualTo(2);
    assertThat(page.samplesPostRelabeling()).isEqualTo(2);
    assertThat(page.seriesAdded()).isEqualTo(2);

    PageOutcome.Samples next = read("go_x 10\nb{x=\"1\"} 20\ngo_y 30\nc 40\n");
    assertThat(next.series()).isSameAs(page.series());
    assertThat(values(next)).containsExactly(20, 40);
    assertThat(next.relabeledAway()).isEqualTo(2);
  }

  @Test
  void spellsTheNumbersInLabelsInOneWay() {
    assertThat(
            read("""
                    # TYPE h histogram
                    h_bucket{le="1"} 1
                    h_bucket{le="1e6",quantile="1"} 1
                    # TYPE s summary
                    s{quantile="0",le="1"} 1
                    # TYPE g gauge
                    g{le="1",quantile="1"} 1
                    """)
                .series()
                .text())
        .isEqualTo(
            """
            h_bucket{le="1.0"}
            h_bucket{le="1e+06",quantile="1"}
            s{le="1",quantile="0.0"}
            g{le="1",quantile="1"}
            """);
    // The same lines under another type are other series.
    assertThat(
            read("# TYPE h gauge\nh_bucket{le=\"1\"} 1\nh_bucket{le=\"1e6\",quantile=\"1\"} 1\n")
                .series()
                .text())
        .isEqualTo("h_bucket{le=\"1\"}\nh_bucket{le=\"1e6\",quantile=\"1\"}\n");
  }

  @Test
  void skipsAndCountsWhatItCannotRead() {
    PageOutcome.Samples page = read("a 1\nb x\nc{d=\"1\",d=\"2\"} 2\ne{__name__=\"f\"} 3\ng 4\n");

    assertThat(page.series().text()).isEqualTo("a\ng\n");
    assertThat(page.linesSkipped()).isEqualTo(3);
    assertThat(page.firstSkipped()).isEqualTo(new ParseProblem(2, 3, "'x' is not a number"));
    PageOutcome.Samples same = read("a 2\nb x\nc{d=\"1\",d=\"2\"} 2\ne{__name__=\"f\"} 3\ng 5\n");
    assertThat(same.linesSkipped()).isEqualTo(3);
    assertThat(same.firstSkipped()).isEqualTo(page.firstSkipped());
  }

  @Test
  void refusesAPageWithoutAnyMetric() {
    assertThat(outcome("<html>\n<body>\n", Format.TEXT))
        .isEqualTo(
            new PageOutcome.Malformed(
                "none of 2 lines is a metric; line 1, column 1: expected a metric name, '{' or '#'"
                    + " at the start of a line, found '<html>'",
                0,
                new ParseProblem(
                    1,
                    1,
                    "expected a metric name, '{' or '#' at the start of a line, found '<html>'")));
  }

  @Test
  void refusesAWholePageWhereItIsStrict() {
    assertThat(outcome("a 1\nb x\n# EOF\n", Format.OPENMETRICS))
        .isEqualTo(
            new PageOutcome.Malformed(
                "line 2, column 3: 'x' is not a number",
                1,
                new ParseProblem(2, 3, "'x' is not a number")));
  }

  @Test
  void keepsWhatItKnewWhenAPageIsRefused() {
    SeriesSet before = read("a 1\nb 2\n").series();
    outcome("a 1\nb 2\n", Format.OPENMETRICS);

    assertThat(read("a 3\nb 4\n").series()).isSameAs(before);
  }

  @Test
  void readsAnEmptyPage() {
    assertThat(read("").series().size()).isZero();
    read("a 1\n");
    assertThat(read("").ended()).containsExactly("a");
  }

  @Test
  void refusesWhatIsBeyondALimit() {
    assertThat(limited(new SeriesLimits(2, 0, 0, 0), "a 1\nb 2\nc 3\n"))
        .isEqualTo(
            new PageOutcome.LimitExceeded(
                "sample_limit 2 is exceeded: the page has 3 samples after relabeling; raise the"
                    + " limit or drop series by relabeling",
                3));
    assertThat(limited(new SeriesLimits(3, 0, 0, 0), "a 1\nb 2\nc 3\n"))
        .isInstanceOf(PageOutcome.Samples.class);
    assertThat(limited(new SeriesLimits(0, 3, 0, 0), "a 1\nb{c=\"d\"} 2\n"))
        .isEqualTo(
            new PageOutcome.LimitExceeded(
                "label_limit 3 is exceeded: b has 4 labels; raise the limit or drop the series by"
                    + " relabeling",
                1));
    assertThat(limited(new SeriesLimits(0, 0, 8, 0), "a{long_name=\"1\"} 1\n"))
        .isEqualTo(
            new PageOutcome.LimitExceeded(
                "label_name_length_limit 8 is exceeded: a has 9 bytes in the name of a label; raise"
                    + " the limit or drop the series by relabeling",
                0));
    assertThat(limited(new SeriesLimits(0, 0, 0, 5), "a{b=\"ü€\"} 1\n"))
        .isInstanceOf(PageOutcome.Samples.class);
    assertThat(limited(new SeriesLimits(0, 0, 0, 5), "a{b=\"ü€x\"} 1\n"))
        .isEqualTo(
            new PageOutcome.LimitExceeded(
                "label_value_length_limit 5 is exceeded: a has 6 bytes in the value of b; raise the"
                    + " limit or drop the series by relabeling",
                0));
  }

  @Test
  void readsARealPageAndTheSameALittleLater() {
    PageOutcome.Samples page = read(utf8(Pages.RAY_NODE));
    assertThat(page.samplesScraped()).isEqualTo(1021);
    assertThat(page.linesSkipped()).isZero();

    PageOutcome.Samples later = read(utf8(Pages.RAY_NODE_LATER));
    assertThat(later.samplesScraped()).isEqualTo(1054);
    assertThat(later.seriesAdded() - later.ended().size()).isEqualTo(1054 - 1021);

    assertThat(read(utf8(Pages.NODE_EXPORTER)).samplesScraped()).isEqualTo(550);
    assertThat(read(utf8(Pages.NODE_EXPORTER_LATER)).seriesAdded()).isZero();
  }

  @Test
  void readsTheSameFromBothFormats() {
    PageOutcome.Samples text = read(utf8(Pages.RAY_AUTOSCALER));
    SeriesCache other = new SeriesCache(rules(List.of()));
    byte[] page = Pages.read(Pages.RAY_AUTOSCALER_OPENMETRICS);
    PageOutcome openMetrics = reader.read(other, page, page.length, Format.OPENMETRICS);

    assertThat(openMetrics).isInstanceOf(PageOutcome.Samples.class);
    assertThat(openMetrics.samplesScraped()).isEqualTo(text.samplesScraped());
  }

  private PageOutcome limited(SeriesLimits limits, String page) {
    cache =
        new SeriesCache(
            new SeriesRules(TARGET, false, true, limits, RelabelRules.none(), Format.Mode.LENIENT));
    return outcome(page, Format.TEXT);
  }

  private static SeriesRules rules(List<Map<String, Object>> relabeling) {
    return new SeriesRules(
        TARGET,
        false,
        true,
        SeriesLimits.NONE,
        RelabelRules.of(new RelabelRuleReader(NameValidation.UTF8).readAll(relabeling)),
        Format.Mode.LENIENT);
  }

  private PageOutcome.Samples read(String page) {
    PageOutcome outcome = outcome(page, Format.TEXT);
    assertThat(outcome).isInstanceOf(PageOutcome.Samples.class);
    return (PageOutcome.Samples) outcome;
  }

  private PageOutcome outcome(String page, Format format) {
    byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
    return reader.read(cache, bytes, bytes.length, format);
  }

  private double[] values(PageOutcome.Samples samples) {
    return Arrays.copyOf(reader.values(), samples.series().size());
  }

  private static String utf8(String capture) {
    return new String(Pages.read(capture), StandardCharsets.UTF_8);
  }
}
