package io.benchstream.cli.scrape;

import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.scrape.exposition.Format;
import io.benchstream.scrape.fetch.FetchOutcome;
import io.benchstream.scrape.fetch.FetchSettings;
import io.benchstream.scrape.fetch.OneFetch;
import io.benchstream.scrape.series.PageOutcome;
import io.benchstream.scrape.series.PageReader;
import io.benchstream.scrape.series.SeriesCache;
import io.benchstream.scrape.target.ScrapeTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One scrape by the worker's own fetcher and reader. */
final class OneScrape {
  private static final double NANOS_PER_SECOND = 1e9;

  private OneScrape() {}

  /** Fetches and reads the page of a target; blocks within the target's timeout. */
  static Scraped of(ScrapeTarget target) {
    long start = System.nanoTime();
    FetchOutcome outcome = OneFetch.of(target, FetchSettings.DEFAULT);
    double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
    LabelSet labels = target.rules().targetLabels();
    return switch (outcome) {
      case FetchOutcome.Failure failure ->
          Scraped.failed(named(failure), failure.reason(), seconds, labels, 0);
      case FetchOutcome.Success page -> read(target, page, seconds);
    };
  }

  private static ScrapeOutcome named(FetchOutcome.Failure failure) {
    return switch (failure) {
      case FetchOutcome.HttpFailure http -> ScrapeOutcome.HTTP_FAILURE;
      case FetchOutcome.ConnectionFailure connection -> ScrapeOutcome.CONNECTION_FAILURE;
      case FetchOutcome.Timeout timeout -> ScrapeOutcome.TIMEOUT;
      case FetchOutcome.TooLarge large -> ScrapeOutcome.TOO_LARGE;
      case FetchOutcome.Malformed malformed -> ScrapeOutcome.MALFORMED;
      case FetchOutcome.Denied denied -> ScrapeOutcome.DENIED;
    };
  }

  private static Scraped read(ScrapeTarget target, FetchOutcome.Success page, double seconds) {
    LabelSet labels = target.rules().targetLabels();
    Optional<Format> format = Format.ofContentType(page.contentType());
    if (format.isEmpty()) {
      return Scraped.failed(
          ScrapeOutcome.MALFORMED,
          "the page is in '%s', which is not read".formatted(page.contentType()),
          seconds,
          labels,
          0);
    }
    PageReader reader = new PageReader();
    PageOutcome outcome =
        reader.read(new SeriesCache(target.rules()), page.body(), page.length(), format.get());
    return switch (outcome) {
      case PageOutcome.Malformed malformed ->
          Scraped.failed(
              ScrapeOutcome.MALFORMED,
              malformed.reason(),
              seconds,
              labels,
              malformed.samplesScraped());
      case PageOutcome.LimitExceeded limit ->
          Scraped.failed(
              ScrapeOutcome.LIMIT_EXCEEDED,
              limit.reason(),
              seconds,
              labels,
              limit.samplesScraped());
      case PageOutcome.Samples samples ->
          new Scraped(
              ScrapeOutcome.SUCCESS,
              samples.firstSkipped() == null ? "" : "left out " + samples.firstSkipped(),
              seconds,
              labels,
              samples.samplesScraped(),
              samples.linesSkipped(),
              samples.relabeledAway(),
              samples.duplicates(),
              samples(samples, reader));
    };
  }

  private static List<Scraped.Sample> samples(PageOutcome.Samples page, PageReader reader) {
    List<Scraped.Sample> samples = new ArrayList<>(page.series().size());
    for (int i = 0; i < page.series().size(); i++) {
      long time = page.timed() ? reader.timestamps()[i] : PageReader.NO_TIMESTAMP;
      samples.add(
          new Scraped.Sample(
              page.series().series(i),
              reader.values()[i],
              time == PageReader.NO_TIMESTAMP ? null : time));
    }
    return samples;
  }
}
