package io.benchstream.benchmarks.service;

import io.benchstream.benchmarks.load.Load;
import io.benchstream.benchmarks.load.PageSet;
import io.benchstream.scrape.series.SeriesCache;
import java.util.List;

/** JVM options of the services under measurement. */
public final class JvmOptions {
  /** A publisher's, where nobody says otherwise. */
  public static final String PUBLISHER = "-Xms128m -Xmx256m -XX:+UseSerialGC";

  private static final long USUAL_SERIES = 500_000;
  private static final int USUAL_MIB = 204;
  private static final int YOUNG_MIB = 60;

  /** Heap for 1,000 series beyond the usual, MiB: read often, and seldom, which workers pack. */
  private static final double MIB_PER_THOUSAND = 0.25;

  private static final double MIB_PER_THOUSAND_PACKED = 0.08;

  /** Times as large where series are replaced: what a page was like is old garbage after it. */
  private static final double CHURNING = 1.6;

  /** Heap for a page of 200,000 series while it arrives and is read, MiB. */
  private static final int HUGE_PAGE_MIB = 128;

  private JvmOptions() {}

  /** Options in one text. */
  public static List<String> split(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split(" +", -1));
  }

  /**
   * A worker's, where nobody says otherwise: the usual heap up to 500,000 series, more in
   * proportion, and more where series are replaced.
   */
  public static List<String> worker(Load load) {
    long beyond = Math.max(0, load.activeSeries() - USUAL_SERIES);
    boolean packed = load.interval().compareTo(SeriesCache.SELDOM) >= 0;
    double perThousand = packed ? MIB_PER_THOUSAND_PACKED : MIB_PER_THOUSAND;
    int heap = USUAL_MIB + (int) (beyond / 1e3 * perThousand);
    if (load.pages().shape() == PageSet.Shape.KUBE_STATE) {
      heap += HUGE_PAGE_MIB * load.targets();
    }
    double times = load.pages().churn() > 0 ? CHURNING : 1;
    return List.of(
        "-Xms%.0fm".formatted(heap * times),
        "-Xmx%.0fm".formatted(heap * times),
        "-Xmn%.0fm".formatted(YOUNG_MIB * times),
        "-XX:+UseSerialGC");
  }
}
