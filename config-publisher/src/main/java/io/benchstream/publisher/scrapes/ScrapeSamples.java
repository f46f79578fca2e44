package io.benchstream.publisher.scrapes;

import io.benchstream.publisher.remotewrite.PendingSamples;
import io.benchstream.publisher.remotewrite.SampleBits;
import io.benchstream.publisher.remotewrite.SeriesBlock;
import io.benchstream.publisher.remotewrite.WriteRequestBuffer;
import io.benchstream.schemas.samples.DecodedScrape;
import io.benchstream.schemas.samples.StaleMarker;
import io.benchstream.schemas.samples.SyntheticSeries;
import java.util.Arrays;
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

  private static final SampleBits MARKERS =
      (_, count, into) -> Arrays.fill(into, 0, count, StaleMarker.BITS);

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
    if (!scrape.hasTimestamps()) {
      nextSample = request.append(series, nextSample, scrape::copyBits, scrapeTime);
      return nextSample == series.size();
    }
    while (nextSample < series.size() && !request.isFull()) {
      request.append(
          series, nextSample, scrape.valueBits(nextSample), scrape.timestamp(nextSample));
      nextSample++;
    }
    return nextSample == series.size();
  }

  private boolean drainEnded(WriteRequestBuffer request) {
    while (nextEnded < ended.size()) {
      SeriesBlock block = ended.get(nextEnded).block();
      BitSet exempt = ended.get(nextEnded).exempt();
      if (!(exempt == null ? drainAll(block, request) : drainMost(block, exempt, request))) {
        return false;
      }
      nextEnded++;
      nextOfEnded = 0;
    }
    return true;
  }

  private boolean drainAll(SeriesBlock block, WriteRequestBuffer request) {
    nextOfEnded = request.append(block, nextOfEnded, MARKERS, scrapeTime);
    return nextOfEnded == block.size();
  }

  private boolean drainMost(SeriesBlock block, BitSet exempt, WriteRequestBuffer request) {
    while (nextOfEnded < block.size() && !request.isFull()) {
      if (!exempt.get(nextOfEnded)) {
        request.append(block, nextOfEnded, StaleMarker.BITS, scrapeTime);
      }
      nextOfEnded++;
    }
    return nextOfEnded == block.size();
  }

  private boolean drainSynthetic(WriteRequestBuffer request) {
    nextSynthetic = request.append(synthetic, nextSynthetic, this::copySynthetic, scrapeTime);
    return nextSynthetic == synthetic.size();
  }

  private void copySynthetic(int first, int count, long[] into) {
    for (int i = 0; i < count; i++) {
      double value = scrape.synthetic(SyntheticSeries.ALL.get(first + i));
      into[i] = Double.doubleToRawLongBits(value);
    }
  }
}
