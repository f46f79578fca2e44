package io.benchstream.kpi.window;

import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Duration;
import java.util.Locale;

/**
 * How much of its window a KPI saw.
 *
 * @param ratio 0 to 1; 1 where nothing was expected
 */
public record Coverage(double ratio) {
  /** Every view says so where a KPI saw less. */
  public static final double ENOUGH = 0.9;

  /**
   * Of the scrapes that were due the share that was seen; of a merged window also the share of its
   * time that windows were there for, where that is less.
   */
  public static Coverage of(KpiWindow kpi) {
    double scrapes = of(kpi.getQuality()).ratio();
    long length = Duration.between(kpi.getWindowStart(), kpi.getWindowEnd()).toMillis();
    boolean open = kpi.getStatus() == WindowStatus.PROVISIONAL;
    double time = open || length <= 0 ? 1 : (double) kpi.getPartial().getDurationMs() / length;
    return new Coverage(Math.min(scrapes, Math.min(1, time)));
  }

  /** Of the scrapes that were due the share that was seen. */
  public static Coverage of(KpiQuality quality) {
    int expected = quality.getScrapesExpected();
    return new Coverage(
        expected <= 0 ? 1 : Math.min(1, (double) quality.getScrapesSeen() / expected));
  }

  /** Whether it is below {@link #ENOUGH}. */
  public boolean isLow() {
    return ratio < ENOUGH;
  }

  /** In words, for example {@code only 83 % seen}; rounded down. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s%d %% seen", isLow() ? "only " : "", (int) Math.floor(ratio * 100));
  }
}
