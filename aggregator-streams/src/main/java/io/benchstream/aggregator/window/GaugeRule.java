package io.benchstream.aggregator.window;

import io.benchstream.aggregator.recipe.Definition;
import io.benchstream.aggregator.recipe.Recipe;

/** How the gauges of a scrape, a window and a scope come together. */
enum GaugeRule {
  /** Every sample counts for itself. */
  EACH {
    @Override
    void addScrape(GaugeSums window, int group, GaugeSums scrape, boolean newest) {
      window.add(group, scrape);
      if (newest && scrape.count[group] > 0) {
        window.last[group] = scrape.sum[group];
        window.lastCount[group] = scrape.count[group];
      }
    }

    @Override
    void addTarget(KpiSums kpi, GaugeSums target, int group, double seconds) {
      if (target.count[group] > 0) {
        kpi.sum += target.sum[group];
        kpi.count += target.count[group];
        kpi.min = Math.min(kpi.min, target.min[group]);
        kpi.max = Math.max(kpi.max, target.max[group]);
        kpi.last += target.last[group];
        kpi.lastCount += target.lastCount[group];
      }
    }

    @Override
    void addOthers(KpiSums kpi, KpiSums other) {
      kpi.sum += other.sum;
      kpi.count += other.count;
      kpi.min = Math.min(kpi.min, other.min);
      kpi.max = Math.max(kpi.max, other.max);
      kpi.last += other.last;
      kpi.lastCount += other.lastCount;
    }
  },

  /**
   * The series of a scrape add up to a total, and the targets' totals too. The sum over time is
   * kept as value times seconds, so that totals of several targets and of several windows both add
   * up.
   */
  TOTAL {
    @Override
    void addScrape(GaugeSums window, int group, GaugeSums scrape, boolean newest) {
      if (scrape.count[group] > 0) {
        window.add(group, scrape.sum[group]);
        if (newest) {
          window.last[group] = scrape.sum[group];
          window.lastCount[group] = 1;
        }
      }
    }

    @Override
    void addTarget(KpiSums kpi, GaugeSums target, int group, double seconds) {
      if (target.count[group] > 0) {
        kpi.sum += target.sum[group] / target.count[group] * seconds;
        kpi.count = Math.max(kpi.count, seconds);
        addTotals(kpi, target.min[group], target.max[group]);
        kpi.last += target.last[group];
        kpi.lastCount = 1;
      }
    }

    @Override
    void addOthers(KpiSums kpi, KpiSums other) {
      if (other.count > 0) {
        kpi.sum += other.sum;
        kpi.count = Math.max(kpi.count, other.count);
        addTotals(kpi, other.min, other.max);
        kpi.last += other.last;
        kpi.lastCount = 1;
      }
    }

    private static void addTotals(KpiSums kpi, double min, double max) {
      kpi.min = kpi.min == Double.POSITIVE_INFINITY ? min : kpi.min + min;
      kpi.max = kpi.max == Double.NEGATIVE_INFINITY ? max : kpi.max + max;
    }
  },

  /** Numerators and denominators of the scrapes that have both. */
  QUOTIENT {
    @Override
    void addScrape(GaugeSums window, int group, GaugeSums scrape, boolean newest) {
      if (scrape.count[group] > 0 && scrape.lastCount[group] > 0) {
        window.add(group, scrape.sum[group]);
        window.denominator[group] += scrape.denominator[group];
      }
    }

    @Override
    void addTarget(KpiSums kpi, GaugeSums target, int group, double seconds) {
      kpi.increase += target.sum[group];
      kpi.denominator += target.denominator[group];
    }

    @Override
    void addOthers(KpiSums kpi, KpiSums other) {
      // Increase and denominator add up for every type.
    }
  };

  static GaugeRule of(Recipe recipe) {
    return switch (recipe.definition()) {
      case Definition.Gauge gauge -> gauge.across() == Definition.Across.SUM ? TOTAL : EACH;
      default -> QUOTIENT;
    };
  }

  /** Adds the gauges of one scrape to those of the window. */
  abstract void addScrape(GaugeSums window, int group, GaugeSums scrape, boolean newest);

  /** Adds the gauges of one target to the KPI. */
  abstract void addTarget(KpiSums kpi, GaugeSums target, int group, double seconds);

  /** Adds the gauges of other targets to the KPI. */
  abstract void addOthers(KpiSums kpi, KpiSums other);
}
