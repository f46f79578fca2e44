package io.benchstream.cli.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.aggregator.recipe.RecipeLoader;
import io.benchstream.aggregator.recipe.RecipeSet;
import io.benchstream.aggregator.replay.ReplayComputation;
import io.benchstream.aggregator.replay.ReplaySettings;
import io.benchstream.aggregator.window.Windows;
import io.benchstream.cli.simulator.engine.CompletionRequest;
import io.benchstream.cli.simulator.engine.EngineConfig;
import io.benchstream.cli.simulator.engine.VllmEngine;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.samples.CodecSettings;
import io.benchstream.schemas.samples.ScrapeEncoder;
import io.benchstream.schemas.samples.ScrapeHeader;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.series.PageOutcome;
import io.benchstream.scrape.series.PageReader;
import io.benchstream.scrape.series.SeriesCache;
import io.benchstream.scrape.series.SeriesRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The KPI windows of a simulated server under load: its pages, read by the worker's reader,
 * windowed by the aggregator's arithmetic. Only Kafka and the network are left out.
 */
final class SimulatedSession {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration WINDOW = Duration.ofSeconds(5);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final long STEP = 10_000_000L; // 10 ms
  private static final int USERS = 8;
  private static final RecipeSet RECIPES = new RecipeLoader().defaults();

  private SimulatedSession() {}

  /** Eight users, each with one request under way all the time. */
  static List<KpiWindow> windows(long seed, double slowdown, Duration length) {
    VllmEngine engine =
        new VllmEngine(EngineConfig.defaults().withSeed(seed).withSlowdown(slowdown), T0);
    List<KpiWindow> windows = new ArrayList<>();
    ReplayComputation aggregator =
        new ReplayComputation(
            new ReplaySettings(
                new Windows(WINDOW, Duration.ofSeconds(1)),
                T0.plus(WINDOW),
                T0.plus(length),
                Duration.ofMinutes(1)),
            RECIPES,
            1,
            windows::add);
    ScrapeEncoder encoder = new ScrapeEncoder("t", "w", 1, CodecSettings.DEFAULT);
    PageReader reader = new PageReader();
    SeriesCache cache = new SeriesCache(SeriesRules.NONE);
    int[] finished = {USERS};
    long offset = 0;
    for (long now = 0; now <= length.toNanos(); now += STEP) {
      engine.advance(now);
      for (; finished[0] > 0; finished[0]--) {
        engine.submit(now, new CompletionRequest(0, 500, false), done -> finished[0]++);
      }
      if (now % INTERVAL.toNanos() == 0) {
        Instant time = T0.plusNanos(now);
        byte[] page = engine.page(now, time).getBytes(UTF_8);
        PageOutcome.Samples samples =
            (PageOutcome.Samples) reader.read(cache, page, page.length, Format.TEXT);
        long at = offset++;
        encoder.encode(
            header(time, samples),
            samples.series(),
            reader.values(),
            samples.series().size(),
            null,
            scrape -> aggregator.accept(0, scrape, at, time.toEpochMilli()));
      }
    }
    aggregator.finish();
    return windows;
  }

  private static ScrapeHeader header(Instant time, PageOutcome.Samples samples) {
    return new ScrapeHeader(
        time,
        0.001,
        INTERVAL,
        ScrapeOutcome.SUCCESS,
        Map.of("cluster", "session", "job", "bench", "instance", "sim:8000"),
        "",
        samples.samplesScraped(),
        samples.samplesScraped(),
        samples.seriesAdded());
  }
}
