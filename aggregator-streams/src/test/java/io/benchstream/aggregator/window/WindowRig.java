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

/** One partition from records to KPIs, without Kafka. Windows of 10 s, a grace of 2 s. */
final class WindowRig {
  static final String RECIPES =
      """
      version: "1"
      recipes:
        - {name: requests, help: h, unit: requests/s, type: rate, metrics: [req_total, old_req_total], query: q}
        - {name: by_code, help: h, unit: requests/s, type: rate, metrics: [code_total], by: [code], query: q}
        - {name: latency, help: h, unit: seconds, type: histogram, metrics: [lat_seconds], query: q}
        - {name: depth, help: h, unit: requests, type: gauge, across: sum, metrics: [depth], query: q}
        - {name: usage, help: h, unit: ratio, type: gauge, across: avg, metrics: [usage], valid: {max: 1000}, query: q}
        - name: busy
          help: h
          unit: ratio
          type: ratio
          complement: true
          numerator: {metrics: [cpu_total], match: ['mode="idle"']}
          denominator: {metrics: [cpu_total]}
          query: q
        - {name: filled, help: h, unit: ratio, type: ratio, of: gauges, numerator: {metrics: [used]}, denominator: {metrics: [size]}, query: q}
      """;

  final MemoryTargetStore store = new MemoryTargetStore();
  final List<KpiWindow> kpis = new ArrayList<>();
  final Windows windows;
  private RecipeSet recipes;
  private PartitionWindows partition;
  private long nextOffset;
  private long now = Long.MAX_VALUE / 2;

  WindowRig() {
    this(new Windows(Duration.ofSeconds(10), Duration.ofSeconds(2)));
  }

  WindowRig(Windows windows) {
    this.windows = windows;
    this.recipes = new RecipeLoader().parse("test.yaml", RECIPES);
    restart();
  }

  /** Loses everything but the store. */
  void restart() {
    ContributionMerge merge = new ContributionMerge(recipes, windows);
    ContributionCodec codec = new ContributionCodec();
    partition =
        new PartitionWindows(
            new PartitionWindows.Settings(windows, Duration.ofHours(1), Duration.ofSeconds(30)),
            new LayoutBuilder(new RecipeIndex(recipes), Duration.ofMinutes(10)),
            store,
            new PartitionSink() {
              @Override
              public void contribution(long windowEnd, long asOf, Contribution contribution) {
                Contribution copy = codec.decode(codec.encode(contribution));
                kpis.addAll(
                    merge.merge(
                        List.of(copy),
                        windowEnd,
                        asOf,
                        asOf == windowEnd ? WindowStatus.FINAL : WindowStatus.PROVISIONAL));
              }

              @Override
              public void closed(long windowEnd) {}
            },
            leftOut -> {});
  }

  void restart(String recipeYaml) {
    recipes = new RecipeLoader().parse("test.yaml", recipeYaml);
    restart();
  }

  WindowRig at(long wallClock) {
    now = wallClock;
    return this;
  }

  List<Verdict> accept(List<Scrape> records) {
    return records.stream()
        .map(
            record ->
                partition.accept(record, nextOffset++, record.getScrapeTime().toEpochMilli(), now))
        .toList();
  }

  void closeAt(long wallClock) {
    partition.closeAt(wallClock);
  }

  void provisional() {
    partition.provisional();
  }

  /** The KPI of the window, the last one given out. */
  KpiWindow kpi(String name, long windowEnd) {
    return kpis.stream()
        .filter(kpi -> kpi.getKpi().equals(name))
        .filter(kpi -> kpi.getWindowEnd().toEpochMilli() == windowEnd)
        .reduce((first, second) -> second)
        .orElseThrow(() -> new AssertionError("no " + name + " at " + windowEnd + " in " + kpis));
  }

  /** The increase that the KPI counted in the window. */
  double increase(String name, long windowEnd) {
    return kpi(name, windowEnd).getPartial().getIncrease();
  }
}
