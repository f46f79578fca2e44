package io.benchstream.aggregator.window;

import io.benchstream.aggregator.layout.Layout;
import io.benchstream.aggregator.recipe.Recipe;
import io.benchstream.aggregator.recipe.RecipeSet;
import io.benchstream.kpi.window.KpiValues;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Merges the contributions of all partitions to one window of one scope into its KPIs. */
public final class ContributionMerge {
  private final RecipeSet recipes;
  private final Windows windows;

  public ContributionMerge(RecipeSet recipes, Windows windows) {
    this.recipes = recipes;
    this.windows = windows;
  }

  /**
   * The KPIs of the window. One whose recipe is not known here any more is left out.
   *
   * @param contributions of one scope, at least one, in the order of the partitions
   * @param asOf how far time has come in the window
   */
  public List<KpiWindow> merge(
      List<Contribution> contributions, long windowEnd, long asOf, WindowStatus status) {
    Map<Contribution.Key, KpiSums> merged = new LinkedHashMap<>();
    for (Contribution contribution : contributions) {
      contribution
          .kpis()
          .forEach(
              (key, sums) ->
                  recipes
                      .find(key.kpi())
                      .ifPresent(
                          recipe ->
                              merged
                                  .computeIfAbsent(key, absent -> new KpiSums())
                                  .add(recipe, sums)));
    }
    Layout.Scope scope = contributions.getFirst().scope();
    List<KpiWindow> kpis = new ArrayList<>(merged.size());
    merged.forEach(
        (key, sums) ->
            recipes
                .find(key.kpi())
                .ifPresent(
                    recipe ->
                        kpis.add(kpi(recipe, scope, key.labels(), sums, windowEnd, asOf, status))));
    return kpis;
  }

  private KpiWindow kpi(
      Recipe recipe,
      Layout.Scope scope,
      Map<String, String> labels,
      KpiSums sums,
      long windowEnd,
      long asOf,
      WindowStatus status) {
    long start = windowEnd - windows.sizeMs();
    KpiPartial partial = ScopePartial.of(recipe, sums, Math.max(1, asOf - start));
    KpiValues values = KpiValues.of(recipe.type(), recipe.quantiles(), partial);
    KpiQuality quality = new KpiQuality();
    quality.setScrapesSeen(sums.scrapesSeen);
    quality.setScrapesExpected(sums.scrapesExpected);
    quality.setTargetsUp(sums.targetsUp);
    quality.setTargetsExpected(sums.targets);
    quality.setCounterResets(sums.resets);
    quality.setGapMs(sums.gapMs);
    quality.setBucketWidths(values.bucketWidths());
    KpiWindow kpi = new KpiWindow();
    kpi.setScope(new KpiScope(scope.cluster(), scope.job(), labels));
    kpi.setKpi(recipe.name());
    kpi.setType(recipe.type());
    kpi.setUnit(recipe.unit());
    kpi.setWindowStart(Instant.ofEpochMilli(start));
    kpi.setWindowEnd(Instant.ofEpochMilli(windowEnd));
    kpi.setValues(values.values());
    kpi.setQuality(quality);
    kpi.setStatus(status);
    kpi.setRecipeVersion(recipes.version());
    kpi.setPartial(partial);
    return kpi;
  }
}
