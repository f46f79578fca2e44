package io.benchstream.benchmarks.service;

import io.benchstream.benchmarks.load.Load;
import io.benchstream.benchmarks.load.PageSet;
import io.benchstream.scrape.series.SeriesCache;
import java.util.List;

/** JVM options of the services under measurement. */
public final class JvmOptions {
  private static final long USUAL_SERIES = 500_000;
  private static final int USUAL_MIB = 196;
  private static final int YOUNG_MIB = 52;

  /** Heap for 1,000 series beyond the usual, MiB: read often, and seldom, which workers pack. */
  private static final double MIB_PER_THOUSAND = 0.25;

  private static final double MIB_PER_THOUSAND_PACKED = 0.08;

  /** Heap for a page of 200,000 series while it arrives and is read, MiB. */
  private static final int HUGE_PAGE_MIB = 128;

  private JvmOptions() {}

  /** Options in one text. */
  public static List<String> split(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split(" +", -1));
  }

  /**
   * A worker's, where nobody says otherwise: the usual heap up to 500,000 series, and more in
   * proportion.
   */
  public static List<String> worker(Load load) {
    long beyond = Math.max(0, load.activeSeries() - USUAL_SERIES);
    boolean packed = load.interval().compareTo(SeriesCache.SELDOM) >= 0;
    double perThousand = packed ? MIB_PER_THOUSAND_PACKED : MIB_PER_THOUSAND;
    int heap = USUAL_MIB + (int) (beyond / 1e3 * perThousand);
    if (load.pages().shape() == PageSet.Shape.KUBE_STATE) {
      heap += HUGE_PAGE_MIB * load.targets();
    }
    return List.of(
        "-Xms%dm".formatted(heap),
        "-Xmx%dm".formatted(heap),
        "-Xmn%dm".formatted(YOUNG_MIB),
        "-XX:+UseSerialGC");
  }
}
