package io.benchstream.scrape.series;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one target from scrape to scrape: the layout of its last page, and which of
 * its series are alive. Belongs to one thread; {@link PageReader} reads and writes it.
 */
public final class SeriesCache {
  /** From here on what is remembered is packed between scrapes: 10,000 targets need room. */
  public static final Duration SELDOM = Duration.ofSeconds(5);

  private SeriesRules rules;
  private boolean packs;
  private Layout layout = Layout.EMPTY;

  /** Of the layout's series those whose last sample had a time of its own; null: none. */
  private @Nullable BitSet timed;

  /** Whether the last scrape failed, so that no series is alive. */
  private boolean ended;

  /** For pages that are read often. */
  public SeriesCache(SeriesRules rules) {
    this(rules, Duration.ZERO);
  }

  /**
   * @param interval between two pages; it decides between time and memory
   */
  public SeriesCache(SeriesRules rules, Duration interval) {
    this.rules = rules;
    this.packs = isSeldom(interval);
  }

  public SeriesRules rules() {
    return rules;
  }

  /**
   * Goes on with other rules.
   *
   * @param others with the {@link SeriesRules#sameSeries same series}
   */
  public void goOnWith(SeriesRules others, Duration interval) {
    rules = others;
    packs = isSeldom(interval);
    if (!packs) {
      layout.unpack();
    }
  }

  private static boolean isSeldom(Duration interval) {
    return interval.compareTo(SELDOM) >= 0;
  }

  /**
   * Ends all series, as after a failed scrape.
   *
   * @return those that were alive. A series whose last sample had a time of its own is not among
   *     them: its source says when it ends.
   */
  public List<String> end() {
    if (ended) {
      return List.of();
    }
    List<String> alive = new ArrayList<>();
    byte[] text = layout.series.text();
    for (int i = 0; i < layout.series.size(); i++) {
      if (isAlive(i)) {
        alive.add(layout.series.series(text, i));
      }
    }
    ended = true;
    return alive;
  }

  Layout layout() {
    return layout;
  }

  /** Whether a series of the layout had a sample at the time of the last scrape. */
  boolean isAlive(int series) {
    return !ended && (timed == null || !timed.get(series));
  }

  /** Whether all series of the layout are alive, or none was there before. */
  boolean allAlive() {
    return !ended && timed == null;
  }

  void accept(Layout layout, @Nullable BitSet timed) {
    if (packs) {
      // At once: when a worker starts, every target has its first scrape before any has its second.
      layout.pack();
    }
    this.layout = layout;
    this.timed = timed;
    this.ended = false;
  }
}
