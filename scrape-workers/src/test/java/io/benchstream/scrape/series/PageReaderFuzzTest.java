package io.benchstream.scrape.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.rules.RelabelRuleReader;
import io.benchstream.relabel.rules.RelabelRules;
import io.benchstream.scrape.exposition.Format;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Targets are scraped again and again while their pages change as exporters change them and as
 * faults change them; each time the reader with its cache finds what the plain reference finds.
 */
class PageReaderFuzzTest {
  private static final int TARGETS = Integer.getInteger("fuzz.targets", 20);
  private static final int SCRAPES = 25;
  private static final int LINES = 120;
  private static final List<String> TEXT_PAGES =
      List.of(
          Pages.NODE_EXPORTER, Pages.RAY_SECOND_NODE, Pages.RAY_AUTOSCALER, Pages.RAY_DASHBOARD);

  private final PageReader reader = new PageReader();

  @Test
  void findsWhatTheReferenceFinds() {
    long seed = Long.getLong("fuzz.seed", System.nanoTime());
    System.out.println("PageReaderFuzzTest seed " + seed);
    Random random = new Random(seed);
    for (int target = 0; target < TARGETS; target++) {
      scrapeOneTarget(random, "seed " + seed + ", target " + target);
    }
  }

  private void scrapeOneTarget(Random random, String where) {
    SeriesRules rules = rules(random);
    SeriesCache cache =
        new SeriesCache(rules, random.nextBoolean() ? SeriesCache.SELDOM : Duration.ofSeconds(1));
    ReferenceScraper reference = new ReferenceScraper(rules);
    boolean openMetrics = random.nextInt(4) == 0;
    Format format = openMetrics ? Format.OPENMETRICS : Format.TEXT;
    String original =
        latin1(
            Pages.read(
                openMetrics
                    ? Pages.RAY_AUTOSCALER_OPENMETRICS
                    : TEXT_PAGES.get(random.nextInt(TEXT_PAGES.size()))));
    String page = cut(original, random, openMetrics);
    for (int scrape = 0; scrape < SCRAPES; scrape++) {
      page = Pages.withOtherValues(page, random);
      String sent = page;
      int faults = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 0;
      for (int i = 0; i < faults; i++) {
        sent = PageFaults.any(sent, random);
      }
      if (random.nextBoolean()) {
        page = sent;
      }
      if (random.nextInt(12) == 0) {
        page = cut(original, random, openMetrics);
      }
      Format sentAs = random.nextInt(40) == 0 ? Format.TEXT : format;
      byte[] bytes = sent.getBytes(StandardCharsets.ISO_8859_1);
      ReferenceScraper.Result expected = reference.scrape(bytes, sentAs);
      ReferenceScraper.Result actual = scrape(cache, bytes, sentAs);
      if (!actual.equals(expected)) {
        throw new AssertionError(
            "%s, scrape %d, %s%nactual: %s%nexpected: %s%n%s%n%s"
                .formatted(
                    where,
                    scrape,
                    sentAs,
                    actual.difference(expected),
                    expected.difference(actual),
                    rules,
                    sent));
      }
    }
  }

  /** Some lines of the page in a row, so that a target is quickly scraped. */
  private static String cut(String page, Random random, boolean openMetrics) {
    List<String> lines = Arrays.asList(page.split("\n", -1));
    int from = random.nextInt(Math.max(1, lines.size() - LINES));
    String some =
        String.join("\n", lines.subList(from, Math.min(lines.size() - 1, from + LINES))) + "\n";
    return openMetrics && !some.endsWith("# EOF\n") ? some + "# EOF\n" : some;
  }

  private ReferenceScraper.Result scrape(SeriesCache cache, byte[] page, Format format) {
    byte[] buffer = Arrays.copyOf(page, page.length + 7);
    Arrays.fill(buffer, page.length, buffer.length, (byte) '7');
    PageOutcome outcome = reader.read(cache, buffer, page.length, format);
    return switch (outcome) {
      case PageOutcome.Malformed malformed -> failed("malformed", cache);
      case PageOutcome.LimitExceeded exceeded -> failed("limit", cache);
      case PageOutcome.Samples samples -> result(samples, cache);
    };
  }

  private static ReferenceScraper.Result failed(String outcome, SeriesCache cache) {
    return new ReferenceScraper.Result(
        outcome, Map.of(), 0, 0, 0, 0, merged(cache.end(), cache), 0);
  }

  private ReferenceScraper.Result result(PageOutcome.Samples samples, SeriesCache cache) {
    Map<Map<String, String>, String> found = new java.util.LinkedHashMap<>();
    for (int i = 0; i < samples.series().size(); i++) {
      long time = samples.timed() ? reader.timestamps()[i] : PageReader.NO_TIMESTAMP;
      String line = samples.series().series(i);
      found.merge(
          Merged.labels(line, cache.rules().targetLabels()),
          Long.toHexString(Double.doubleToRawLongBits(reader.values()[i]))
              + " "
              + (time == PageReader.NO_TIMESTAMP
                  ? java.util.OptionalLong.empty()
                  : java.util.OptionalLong.of(time)),
          (first, second) -> {
            throw new AssertionError(line + " is there twice in " + samples.series().text());
          });
    }
    assertThat(samples.linesSkipped() > 0).isEqualTo(samples.firstSkipped() != null);
    return new ReferenceScraper.Result(
        "ok",
        found,
        samples.samplesScraped(),
        samples.duplicates(),
        samples.relabeledAway(),
        samples.seriesAdded(),
        merged(samples.ended(), cache),
        samples.linesSkipped());
  }

  private static Set<Map<String, String>> merged(List<String> series, SeriesCache cache) {
    Set<Map<String, String>> merged = new HashSet<>();
    for (String one : series) {
      merged.add(Merged.labels(one, cache.rules().targetLabels()));
    }
    assertThat(merged).hasSize(series.size());
    return merged;
  }

  private static SeriesRules rules(Random random) {
    List<Map<String, Object>> relabeling = new ArrayList<>();
    for (Map<String, Object> rule : RULES) {
      if (random.nextInt(RULES.size()) == 0) {
        relabeling.add(rule);
      }
    }
    Collections.shuffle(relabeling, random);
    LabelSet target =
        random.nextBoolean()
            ? LabelSet.of("job", "j", "instance", "i:1", "cluster", "c")
            : LabelSet.of("cpu", "x", "instance", "i:1", "exported_cpu", "y", "mode", "z");
    SeriesLimits limits =
        random.nextInt(4) > 0
            ? SeriesLimits.NONE
            : new SeriesLimits(
                random.nextInt(3) * 60L, 5 + random.nextInt(8), 14, 40 + random.nextInt(40));
    return new SeriesRules(
        target,
        random.nextBoolean(),
        random.nextBoolean(),
        limits,
        RelabelRules.of(new RelabelRuleReader(NameValidation.UTF8).readAll(relabeling)),
        random.nextInt(3) == 0 ? Format.Mode.STRICT : Format.Mode.LENIENT);
  }

  private static final List<Map<String, Object>> RULES =
      List.of(
          Map.of("action", "drop", "source_labels", List.of("__name__"), "regex", ".*_bucket"),
          Map.of("action", "keep", "source_labels", List.of("__name__"), "regex", ".*[aeo].*"),
          Map.of("action", "labeldrop", "regex", "le|cpu|device"),
          Map.of("action", "labeldrop", "regex", "instance"),
          Map.of("action", "labelmap", "regex", "(.)[a-z]*", "replacement", "l_$1"),
          Map.of("source_labels", List.of("mode"), "target_label", "instance"),
          Map.of(
              "source_labels", List.of("__name__"),
              "regex", "(.*)s_total",
              "target_label", "__name__"),
          Map.of(
              "source_labels", List.of("__name__"),
              "regex", ".*_created",
              "target_label", "__name__",
              "replacement", ""));

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
