package io.benchstream.publisher.scrapes;

import io.benchstream.publisher.remotewrite.PendingSamples;
import io.benchstream.publisher.remotewrite.SeriesBlock;
import io.benchstream.publisher.scrapes.ScrapeSamples.Ended;
import io.benchstream.schemas.ScrapeOutcome;
import io.benchstream.schemas.samples.DecodedScrape;
import io.benchstream.schemas.samples.SeriesSet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the scrapes of one partition into samples, in order. Remembers of each target its series
 * with their encoded labels: while a target's {@link SeriesSet} is the same instance, nothing but
 * values and times is looked at. Not thread-safe.
 *
 * <p>A series ends, with a staleness marker at the scrape's time, where the worker says so; where
 * the scrape failed or the target was removed; and where a new owner, who does not know what the
 * old one saw last, or new labels of the target leave it without a successor.
 *
 * <p>Memory: label bytes up to a limit; beyond it the target that was heard of least recently is
 * forgotten, and encoded again when it comes back.
 */
public final class ScrapeSeries {
  private static final SeriesBlock NOTHING = new SeriesBlock.Builder().build();

  private final SeriesEncoder encoder;
  private final LabelBudget budget;
  private int unreadable;
  private int filtered;
  private final LinkedHashMap<String, Known> targets = new LinkedHashMap<>(16, 0.75f, true);

  /** What is known of a target: the series of its last good scrape. */
  private static final class Known {
    Map<String, String> labels = Map.of();
    SeriesBlock synthetic = NOTHING;
    @Nullable SeriesSet set;
    SeriesBlock block = NOTHING;
    int unreadable;

    /** Series whose last sample had a time of its own; null for none. */
    @Nullable BitSet ownTimes;

    long epoch;

    /** Whether the series of {@link #block} go on, as far as is known. */
    boolean live;

    private long accounted;

    /** Change of the size since it was last asked for, in bytes. */
    long account() {
      long before = accounted;
      accounted = synthetic.footprint() + block.footprint();
      return accounted - before;
    }
  }

  /**
   * @param labels what becomes of a series' labels
   * @param budget for encoded labels
   */
  public ScrapeSeries(SeriesLabels labels, LabelBudget budget) {
    this.encoder = new SeriesEncoder(labels);
    this.budget = budget;
  }

  /** Samples of the last scrape whose lines were no series. */
  int unreadable() {
    return unreadable;
  }

  /** Samples of the last scrape whose series the destination does not want. */
  int filtered() {
    return filtered;
  }

  /** The samples of the next scrape of the partition. */
  public PendingSamples samples(DecodedScrape scrape) {
    String target = scrape.targetId();
    Known known = targets.computeIfAbsent(target, _ -> new Known());
    List<Ended> ended = new ArrayList<>(1);
    relabel(known, scrape, ended);
    boolean success = scrape.header().outcome() == ScrapeOutcome.SUCCESS;
    if (success) {
      succeed(known, scrape, ended);
    } else {
      fail(known, scrape, ended);
    }
    known.epoch = scrape.epoch();
    unreadable = success ? known.unreadable : 0;
    filtered = (success ? known.block.omitted() - known.unreadable : 0) + known.synthetic.omitted();
    ScrapeSamples samples =
        new ScrapeSamples(scrape, success ? known.block : NOTHING, ended, known.synthetic);
    budget.add(known.account());
    if (scrape.header().outcome() == ScrapeOutcome.REMOVED) {
      forget(target);
    }
    makeRoom();
    return samples;
  }

  /** Forgets all targets and gives their memory back. */
  void release() {
    targets.values().forEach(known -> budget.add(-known.accounted));
    targets.clear();
  }

  private void relabel(Known known, DecodedScrape scrape, List<Ended> ended) {
    Map<String, String> labels = scrape.header().labels();
    if (known.synthetic == NOTHING) {
      known.labels = labels;
      known.synthetic = encoder.encodeSynthetic(labels);
    } else if (labels.equals(known.labels)) {
      known.synthetic.markRecurring();
    } else {
      // The same lines are now other series: all that went by the old labels ends.
      if (known.live) {
        ended.add(new Ended(known.block, known.ownTimes));
      }
      ended.add(new Ended(known.synthetic, null));
      known.labels = labels;
      known.synthetic = encoder.encodeSynthetic(labels);
      known.set = null;
      known.live = false;
    }
  }

  private void succeed(Known known, DecodedScrape scrape, List<Ended> ended) {
    SeriesSet series = scrape.series();
    Set<String> gone = lines(scrape.staleSeries());
    if (series != known.set) {
      SeriesSet last = known.set;
      if (last != null && known.live && scrape.epoch() != known.epoch) {
        addMissing(last, known.ownTimes, series, gone);
      }
      known.set = series;
      long before = encoder.unreadable();
      known.block = encoder.encode(series, known.labels, last, known.block);
      known.unreadable = (int) (encoder.unreadable() - before);
    } else {
      known.block.markRecurring();
    }
    if (!gone.isEmpty()) {
      ended.add(new Ended(encoder.encode(gone, known.labels), null));
    }
    known.ownTimes = ownTimes(scrape);
    known.live = true;
  }

  private void fail(Known known, DecodedScrape scrape, List<Ended> ended) {
    Set<String> gone = lines(scrape.staleSeries());
    if (!gone.isEmpty()) {
      ended.add(new Ended(encoder.encode(gone, known.labels), null));
    } else if (known.live) {
      ended.add(new Ended(known.block, known.ownTimes));
    }
    known.live = false;
  }

  private static Set<String> lines(SeriesSet series) {
    Set<String> lines = new LinkedHashSet<>();
    for (int i = 0; i < series.size(); i++) {
      lines.add(series.series(i));
    }
    return lines;
  }

  private static void addMissing(
      SeriesSet last, @Nullable BitSet exempt, SeriesSet series, Set<String> into) {
    Set<String> present = lines(series);
    for (int i = 0; i < last.size(); i++) {
      String line = last.series(i);
      if (!present.contains(line) && (exempt == null || !exempt.get(i))) {
        into.add(line);
      }
    }
  }

  private static @Nullable BitSet ownTimes(DecodedScrape scrape) {
    BitSet own = null;
    int size = scrape.series().size();
    for (int i = 0; scrape.hasTimestamps() && i < size; i++) {
      if (scrape.hasTimestamp(i)) {
        own = own == null ? new BitSet(size) : own;
        own.set(i);
      }
    }
    return own;
  }

  private void makeRoom() {
    while (budget.exceeded() && targets.size() > 1) {
      forget(targets.firstEntry().getKey());
    }
  }

  private void forget(String target) {
    Known known = targets.remove(target);
    if (known != null) {
      budget.add(-known.accounted);
    }
  }
}
