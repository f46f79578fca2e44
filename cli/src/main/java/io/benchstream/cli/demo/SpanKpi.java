package io.benchstream.cli.demo;

import io.benchstream.aggregator.recipe.Recipe;
import io.benchstream.kpi.window.KpiPartials;
import io.benchstream.kpi.window.KpiValues;
import io.benchstream.schemas.KpiWindow;
import java.util.Comparator;
import java.util.List;

/**
 * One KPI over several windows: the merge of their partials, which is the exact value of the whole,
 * and the sum of their quality.
 *
 * @param windows by time, at least one
 */
record SpanKpi(Recipe recipe, List<KpiWindow> windows) {
  SpanKpi {
    windows = windows.stream().sorted(Comparator.comparing(KpiWindow::getWindowStart)).toList();
  }

  KpiValues values() {
    return KpiValues.of(
        recipe.type(),
        recipe.quantiles(),
        KpiPartials.merge(windows.stream().map(KpiWindow::getPartial).toList()));
  }

  int scrapesSeen() {
    return windows.stream().mapToInt(window -> window.getQuality().getScrapesSeen()).sum();
  }

  int scrapesExpected() {
    return windows.stream().mapToInt(window -> window.getQuality().getScrapesExpected()).sum();
  }

  int counterResets() {
    return windows.stream().mapToInt(window -> window.getQuality().getCounterResets()).sum();
  }
}
