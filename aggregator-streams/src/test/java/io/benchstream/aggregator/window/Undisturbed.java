package io.benchstream.aggregator.window;

import io.benchstream.aggregator.layout.LayoutBuilder;
import io.benchstream.aggregator.layout.RecipeIndex;
import io.benchstream.aggregator.recipe.RecipeLoader;
import io.benchstream.aggregator.recipe.RecipeSet;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.WindowStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What an aggregator that nothing happens to makes of records: in memory, one partition. */
public final class Undisturbed {
  private Undisturbed() {}

  /** The final KPIs of the records. */
  public static List<KpiWindow> kpis(Windows windows, List<Scrape> records) {
    RecipeSet recipes = new RecipeLoader().defaults();
    List<KpiWindow> kpis = new ArrayList<>();
    ContributionMerge merge = new ContributionMerge(recipes, windows);
    PartitionSink sink =
        new PartitionSink() {
          @Override
          public void contribution(long windowEnd, long asOf, Contribution contribution) {
            kpis.addAll(merge.merge(List.of(contribution), windowEnd, asOf, WindowStatus.FINAL));
          }

          @Override
          public void closed(long windowEnd) {}
        };
    PartitionWindows partition =
        new PartitionWindows(
            new PartitionWindows.Settings(windows, Duration.ofHours(1), Duration.ofDays(1)),
            new LayoutBuilder(new RecipeIndex(recipes), Duration.ofMinutes(10)),
            new MemoryTargetStore(),
            sink,
            leftOut -> {});
    long last = 0;
    long offset = 0;
    for (Scrape record : records) {
      last = Math.max(last, record.getScrapeTime().toEpochMilli());
      partition.accept(record, offset++, record.getScrapeTime().toEpochMilli(), last);
    }
    partition.closeAt(last + 10 * windows.sizeMs() + windows.grace().toMillis());
    return kpis;
  }
}
