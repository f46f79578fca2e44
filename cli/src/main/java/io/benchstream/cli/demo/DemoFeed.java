package io.benchstream.cli.demo;

import io.benchstream.cli.simulator.engine.ScrapeSpan;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.WindowStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the demo hears from the topics while it runs: KPI windows of its scopes, and when its job's
 * target was scraped. Thread-safe; bounded, because the demo is.
 */
final class DemoFeed {
  private static final int WINDOWS_KEPT = 100_000;

  /**
   * So much before its start a scrape may be dated: workers align it, and cut it to milliseconds.
   */
  private static final Duration EARLY = Duration.ofMillis(3);

  private final String job;
  private final String targetId;
  private final List<KpiWindow> finals = new ArrayList<>();
  private final Map<String, KpiWindow> latest = new HashMap<>();
  private final List<ScrapeSpan> scrapes = new ArrayList<>();
  private final Set<String> targets = new HashSet<>();
  private @Nullable Instant firstScrapeHeardAt;
  private long samples;

  /**
   * @param targetId the job's target
   */
  DemoFeed(String job, String targetId) {
    this.job = job;
    this.targetId = targetId;
  }

  /** A record of the topic {@code kpis}. */
  synchronized void kpi(@Nullable KpiWindow window) {
    if (window == null || !window.getScope().getCluster().equals(DemoEvents.CLUSTER)) {
      return;
    }
    if (Objects.equals(window.getScope().getJob(), job)) {
      latest.put(window.getKpi(), window);
    }
    if (window.getStatus() == WindowStatus.FINAL && finals.size() < WINDOWS_KEPT) {
      finals.add(window);
    }
  }

  /** A record of the topic {@code samples}. */
  synchronized void scrape(@Nullable Scrape scrape, Instant heardAt) {
    if (scrape == null || scrape.getOutcome() != ScrapeOutcome.SUCCESS) {
      return;
    }
    targets.add(scrape.getTargetId());
    if (scrape.getPart() == 0) {
      samples += scrape.getSamplesPostRelabeling();
      if (scrape.getTargetId().equals(targetId)) {
        scrapes.add(span(scrape));
        if (firstScrapeHeardAt == null) {
          firstScrapeHeardAt = heardAt;
        }
      }
    }
  }

  /** Final windows of a job. */
  synchronized List<KpiWindow> finalWindows(String ofJob) {
    return finals.stream()
        .filter(window -> Objects.equals(window.getScope().getJob(), ofJob))
        .toList();
  }

  private static ScrapeSpan span(Scrape scrape) {
    Instant start = scrape.getScrapeTime();
    long tookMillis = (long) Math.ceil(scrape.getDurationSeconds() * 1000);
    return new ScrapeSpan(start, start.plusMillis(tookMillis).plus(EARLY));
  }

  /** The scrapes of the job's target, rising. */
  synchronized List<ScrapeSpan> scrapes() {
    return scrapes.stream().sorted(Comparator.comparing(ScrapeSpan::start)).toList();
  }

  /** When the first of them was readable on the topic. */
  synchronized Optional<Instant> firstScrapeHeardAt() {
    return Optional.ofNullable(firstScrapeHeardAt);
  }

  /** Samples of all targets. */
  synchronized long samples() {
    return samples;
  }

  /** Targets that were scraped. */
  synchronized int targets() {
    return targets.size();
  }

  /** The newest value of one of the job's KPIs, final or not. */
  synchronized Optional<Double> latest(String kpi, String stat) {
    return Optional.ofNullable(latest.get(kpi)).map(window -> window.getValues().get(stat));
  }

  /** Length of the windows; empty before the first one. */
  synchronized Optional<Duration> windowLength() {
    return finals.stream()
        .findFirst()
        .map(window -> Duration.between(window.getWindowStart(), window.getWindowEnd()));
  }

  /**
   * True once every KPI of the list has a final window that ends there.
   *
   * @param ofJob the job of its scope
   */
  synchronized boolean complete(String ofJob, List<String> kpis, Instant end) {
    Set<String> there = new HashSet<>();
    for (KpiWindow window : finals) {
      if (Objects.equals(window.getScope().getJob(), ofJob) && window.getWindowEnd().equals(end)) {
        there.add(window.getKpi());
      }
    }
    return there.containsAll(kpis);
  }
}
