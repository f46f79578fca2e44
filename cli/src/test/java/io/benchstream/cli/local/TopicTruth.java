package io.benchstream.cli.local;

import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.samples.Decoded;
import io.benchstream.schemas.samples.DecodedScrape;
import io.benchstream.schemas.samples.ScrapeDecoder;
import io.benchstream.schemas.samples.Series;
import io.benchstream.schemas.samples.SeriesParser;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a store has to have of a job, by what its workers wrote to {@code samples}. Thread-safe. */
final class TopicTruth {
  private final String job;
  private final Map<String, ScrapeDecoder> decoders = new HashMap<>();

  /** Values by time, by labels. */
  private final Map<String, Map<Long, Double>> samples = new TreeMap<>();

  private final Map<String, Long> last = new HashMap<>();
  private final Set<String> removed = new HashSet<>();
  private int failures;
  private long lastRemoved;

  TopicTruth(String job) {
    this.job = job;
  }

  synchronized void take(String key, @Nullable Scrape record) {
    if (record != null
        && decoders.computeIfAbsent(key, _ -> new ScrapeDecoder()).decode(record)
            instanceof Decoded.Complete(DecodedScrape scrape)
        && job.equals(scrape.header().labels().get("job"))) {
      add(scrape);
    }
  }

  private void add(DecodedScrape scrape) {
    long time = scrape.header().scrapeTime().toEpochMilli();
    ScrapeOutcome outcome = scrape.header().outcome();
    if (outcome == ScrapeOutcome.REMOVED) {
      removed.add(scrape.targetId());
      lastRemoved = Math.max(lastRemoved, time);
      return;
    }
    failures += outcome == ScrapeOutcome.SUCCESS ? 0 : 1;
    for (int i = 0; i < scrape.series().size(); i++) {
      Series series = SeriesParser.parse(scrape.series().series(i)).orElseThrow();
      Map<String, String> labels = new TreeMap<>(scrape.header().labels());
      series.labels().forEach(label -> labels.put(label.name(), label.value()));
      put(series.metric(), labels, time, scrape.value(i));
    }
    Map<String, String> target = new TreeMap<>(scrape.header().labels());
    put("up", target, time, outcome == ScrapeOutcome.SUCCESS ? 1 : 0);
  }

  private void put(String metric, Map<String, String> labels, long time, double value) {
    labels.put("__name__", metric);
    samples.computeIfAbsent(labels.toString(), _ -> new TreeMap<>()).put(time, value);
    last.merge(metric, time, Math::max);
  }

  synchronized Map<String, Map<Long, Double>> samples() {
    return samples;
  }

  /** Scrapes that failed. */
  synchronized int failures() {
    return failures;
  }

  /** How many targets are gone. */
  synchronized int removed() {
    return removed.size();
  }

  synchronized long lastRemoved() {
    return lastRemoved;
  }

  /** Time of the last sample of a metric. */
  synchronized long lastOf(String metric) {
    return last.getOrDefault(metric, 0L);
  }
}
