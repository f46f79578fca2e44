package io.benchstream.publisher.scrapes;

import io.benchstream.publisher.remotewrite.PendingSamples;
import io.benchstream.publisher.remotewrite.SeriesBlock;
import io.benchstream.publisher.remotewrite.WriteRequestBuffer;
import io.benchstream.schemas.samples.DecodedScrape;
import io.benchstream.schemas.samples.StaleMarker;
import io.benchstream.schemas.samples.SyntheticSeries;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The samples of one scrape on their way into requests: those of the page, then the markers of
 * series that end, then the synthetic series. Hot path: nothing is allocated for a sample.
 */
final class ScrapeSamples implements PendingSamples {
  /**
   * Series that end.
   *
   * @param exempt series that do not, since their samples have times of their own; null for none
   */
  record Ended(SeriesBlock block, @Nullable BitSet exempt) {}

  private final DecodedScrape scrape;
  private final SeriesBlock series;
  private final List<Ended> ended;
  private final SeriesBlock synthetic;
  private final long scrapeTime;
  private int nextSample;
  private int nextEnded;
  private int nextOfEnded;
  private int nextSynthetic;

  ScrapeSamples(
      DecodedScrape scrape, SeriesBlock series, List<Ended> ended, SeriesBlock synthetic) {
    this.scrape = scrape;
    this.series = series;
    this.ended = ended;
    this.synthetic = synthetic;
    this.scrapeTime = scrape.header().scrapeTime().toEpochMilli();
  }

  @Override
  public boolean drainTo(WriteRequestBuffer request) {
    return drainSamples(request) && drainEnded(request) && drainSynthetic(request);
  }

  private boolean drainSamples(WriteRequestBuffer request) {
    int size = series.size();
    int i = nextSample;
    while (i < size && !request.isFull()) {
      long bits = Double.doubleToRawLongBits(scrape.value(i));
      request.append(series, i, bits, scrape.timestamp(i));
      i++;
    }
    nextSample = i;
    return i == size;
  }

  private boolean drainEnded(WriteRequestBuffer request) {
    while (nextEnded < ended.size()) {
      SeriesBlock block = ended.get(nextEnded).block();
      BitSet exempt = ended.get(nextEnded).exempt();
      while (nextOfEnded < block.size()) {
        if (request.isFull()) {
          return false;
        }
        if (exempt == null || !exempt.get(nextOfEnded)) {
          request.append(block, nextOfEnded, StaleMarker.BITS, scrapeTime);
        }
        nextOfEnded++;
      }
      nextEnded++;
      nextOfEnded = 0;
    }
    return true;
  }

  private boolean drainSynthetic(WriteRequestBuffer request) {
    while (nextSynthetic < synthetic.size()) {
      if (request.isFull()) {
        return false;
      }
      double value = scrape.synthetic(SyntheticSeries.ALL.get(nextSynthetic));
      request.append(synthetic, nextSynthetic, Double.doubleToRawLongBits(value), scrapeTime);
      nextSynthetic++;
    }
    return true;
  }
}
