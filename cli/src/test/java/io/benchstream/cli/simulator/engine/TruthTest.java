package io.benchstream.cli.simulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The truth against the page: whatever a scraper can compute from two pages must agree with it. */
class TruthTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final String TTFT = "vllm:time_to_first_token_seconds";

  private final VllmEngine engine = new VllmEngine(EngineConfig.defaults(), T0);
  private final List<ScrapeSpan> scrapes = new ArrayList<>();
  private final List<String> pages = new ArrayList<>();

  /** Half a minute of steady load, scraped each second, 3 ms after the scrape started. */
  private void run() {
    for (int i = 0; i <= 300; i++) {
      engine.submit(i * SECOND / 10, new CompletionRequest(0, 500, false), completion -> {});
      if (i % 10 == 0) {
        Instant scrape = T0.plusMillis(i * 100L + 997);
        scrapes.add(new ScrapeSpan(scrape, scrape.plusMillis(5)));
        pages.add(engine.page(i * SECOND / 10, scrape.plusMillis(3)));
      }
    }
  }

  @Test
  void increasesAreThoseBetweenTheBoundingScrapes() {
    run();
    Truth truth = engine.truth(scrapes, T0.plusSeconds(10), T0.plusSeconds(20)).orElseThrow();
    // The scrapes start at x.997: the 9th is the last before 10 s, the 19th the last before 20 s.
    for (String counter : List.of("vllm:generation_tokens_total", "vllm:prompt_tokens_total")) {
      assertThat(truth.increase(counter))
          .isPositive()
          .isEqualTo(value(pages.get(19), counter) - value(pages.get(9), counter));
    }
    assertThat(truth.count(TTFT))
        .isEqualTo(
            (int) (value(pages.get(19), TTFT + "_count") - value(pages.get(9), TTFT + "_count")));
    assertThat(truth.mean(TTFT).orElseThrow() * truth.count(TTFT))
        .isCloseTo(
            value(pages.get(19), TTFT + "_sum") - value(pages.get(9), TTFT + "_sum"), within(1e-6));
  }

  @Test
  void quantilesLieInTheBucketThatThePagesName() {
    run();
    Truth truth = engine.truth(scrapes, T0.plusSeconds(5), T0.plusSeconds(25)).orElseThrow();
    for (double q : new double[] {0.5, 0.95, 0.99}) {
      double exact = truth.quantile(TTFT, q).orElseThrow();
      TreeMap<Double, Double> buckets = new TreeMap<>();
      for (double bound : bounds(pages.getFirst())) {
        String series = TTFT + "_bucket{engine=\"0\",le=\"" + PythonFloat.format(bound) + "\"";
        buckets.put(bound, value(pages.get(24), series) - value(pages.get(4), series));
      }
      double rank = q * truth.count(TTFT);
      double upper =
          buckets.entrySet().stream()
              .filter(b -> b.getValue() >= rank)
              .findFirst()
              .orElseThrow()
              .getKey();
      Double lower = buckets.lowerKey(upper);
      assertThat(exact).isLessThanOrEqualTo(upper).isGreaterThan(lower == null ? 0 : lower);
    }
  }

  @Test
  void gaugesAreThoseOfTheScrapesInTheWindow() {
    run();
    String running = "vllm:num_requests_running";
    Truth truth = engine.truth(scrapes, T0.plusSeconds(10), T0.plusSeconds(20)).orElseThrow();
    double[] seen =
        pages.subList(10, 20).stream().mapToDouble(page -> value(page, running)).toArray();
    assertThat(truth.gauge(running).avg())
        .isCloseTo(java.util.Arrays.stream(seen).average().orElseThrow(), within(1e-9));
    assertThat(truth.gauge(running).last()).isEqualTo(seen[seen.length - 1]);
    assertThat(truth.gauge(running).max())
        .isEqualTo(java.util.Arrays.stream(seen).max().orElseThrow());
  }

  @Test
  void withoutAnEarlierScrapeTheFirstIsTheBaseline() {
    run();
    Truth truth = engine.truth(scrapes, T0.minusSeconds(100), T0.plusSeconds(20)).orElseThrow();
    String tokens = "vllm:generation_tokens_total";
    assertThat(truth.increase(tokens))
        .isEqualTo(value(pages.get(19), tokens) - value(pages.getFirst(), tokens));
  }

  @Test
  void windowWithoutTwoScrapesHasNoTruth() {
    run();
    assertThat(engine.truth(scrapes, T0.minusSeconds(9), T0.plusMillis(997))).isEmpty();
    assertThat(engine.truth(scrapes, T0.plusSeconds(100), T0.plusSeconds(200))).isEmpty();
    assertThat(engine.truth(List.of(), T0, T0.plusSeconds(10))).isEmpty();
  }

  @Test
  void pageOfAScrapeThatWasGivenUpIsNotTakenForTheNext() {
    engine.page(0, T0.plusMillis(2));
    engine.submit(0, new CompletionRequest(0, 500, false), completion -> {});
    engine.page(2 * SECOND, T0.plusMillis(2001)); // asked for at 1 s, given up at 2 s
    engine.advance(60 * SECOND);
    String page = engine.page(60 * SECOND, T0.plusMillis(2010));

    Truth truth =
        engine
            .truth(
                List.of(
                    new ScrapeSpan(T0, T0.plusMillis(5)),
                    new ScrapeSpan(T0.plusMillis(2000), T0.plusMillis(2012))),
                T0,
                T0.plusSeconds(5))
            .orElseThrow();

    assertThat(truth.increase("vllm:generation_tokens_total"))
        .isPositive()
        .isEqualTo(value(page, "vllm:generation_tokens_total"));
  }

  private static double value(String page, String seriesStart) {
    return page.lines()
        .filter(line -> line.startsWith(seriesStart))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  private static List<Double> bounds(String page) {
    return page.lines()
        .filter(line -> line.startsWith(TTFT + "_bucket"))
        .map(line -> line.replaceAll(".*le=\"([^\"]*)\".*", "$1").replace("+Inf", "Infinity"))
        .map(Double::valueOf)
        .toList();
  }
}
