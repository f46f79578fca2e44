package io.benchstream.aggregator.recipe;

import io.benchstream.schemas.KpiType;
import java.util.List;

/** How a KPI comes from its series, by type. */
public sealed interface Definition {
  KpiType type();

  /** The increase of counters in the window, per second. Series add up. */
  record Rate(Selector counters) implements Definition {
    @Override
    public KpiType type() {
      return KpiType.RATE;
    }
  }

  /**
   * One sum divided by another: increases of counters, or values of gauges over the scrapes of the
   * window.
   *
   * @param complement the KPI is 1 minus the quotient
   */
  record Ratio(Operands of, Selector numerator, Selector denominator, boolean complement)
      implements Definition {
    @Override
    public KpiType type() {
      return KpiType.RATIO;
    }
  }

  /** Smallest, largest, average and last value of gauges. */
  record Gauge(Selector gauges, Across across) implements Definition {
    @Override
    public KpiType type() {
      return KpiType.GAUGE;
    }
  }

  /**
   * Quantiles and mean of classic histograms.
   *
   * @param histograms base names, without {@code _bucket}, {@code _sum} and {@code _count}
   * @param quantiles each above 0 and below 1
   */
  record Histogram(Selector histograms, List<Double> quantiles) implements Definition {
    public Histogram {
      quantiles = List.copyOf(quantiles);
    }

    @Override
    public KpiType type() {
      return KpiType.HISTOGRAM;
    }
  }

  /** What a ratio divides. */
  enum Operands {
    COUNTERS,
    GAUGES
  }

  /** What becomes of several series of a gauge. */
  enum Across {
    /** The series of one scrape add up, and the targets' totals too: queue depths, watts. */
    SUM,
    /** Every sample counts for itself: utilizations, temperatures. */
    AVG
  }
}
