package io.benchstream.aggregator.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.benchstream.aggregator.recipe.Recipe;
import io.benchstream.aggregator.recipe.RecipeLoader;
import io.benchstream.kpi.window.KpiPartials;
import io.benchstream.kpi.window.KpiValues;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KpiPartialsTest {
  private static final long T0 = 1_000_000_020_000L;

  /** Six windows of ten seconds merge to what one window of a minute gives. */
  @Test
  void partialsMergeToTheValueOfTheWhole() {
    long seed = System.nanoTime();
    WindowRig small = new WindowRig();
    WindowRig large = new WindowRig(new Windows(Duration.ofMinutes(1), Duration.ofSeconds(2)));
    feed(small, new Random(seed));
    feed(large, new Random(seed));
    List<Recipe> recipes = new RecipeLoader().parse("test.yaml", WindowRig.RECIPES).recipes();

    int compared = 0;
    for (Recipe recipe : recipes) {
      List<KpiPartial> parts = new ArrayList<>();
      for (int end = 10; end <= 60; end += 10) {
        parts.addAll(partials(small, recipe, T0 + end * 1_000L));
      }
      List<KpiPartial> whole = partials(large, recipe, T0 + 60_000);
      if (!whole.isEmpty()) {
        KpiPartial merged = KpiPartials.merge(parts);
        KpiPartial expected = whole.getFirst();
        String what = "%s, seed %d".formatted(recipe.name(), seed);
        assertThat(merged.getDurationMs()).as(what).isEqualTo(60_000);
        assertThat(merged.getIncrease()).as(what).isEqualTo(expected.getIncrease());
        assertThat(merged.getCount()).as(what).isEqualTo(expected.getCount());
        assertThat(merged.getSum())
            .as(what)
            .isCloseTo(expected.getSum(), within(1e-12 * Math.abs(expected.getSum())));
        assertThat(merged.getBuckets()).as(what).isEqualTo(expected.getBuckets());
        assertThat(merged.getMin()).as(what).isEqualTo(expected.getMin());
        assertThat(merged.getMax()).as(what).isEqualTo(expected.getMax());
        assertThat(merged.getLast()).as(what).isEqualTo(expected.getLast());
        assertThat(KpiValues.of(recipe.type(), recipe.quantiles(), merged).values())
            .as(what)
            .containsOnlyKeys(
                KpiValues.of(recipe.type(), recipe.quantiles(), expected).values().keySet());
        compared++;
      }
    }
    assertThat(compared).isEqualTo(5);
  }

  private static List<KpiPartial> partials(WindowRig rig, Recipe recipe, long end) {
    return rig.kpis.stream()
        .filter(kpi -> kpi.getKpi().equals(recipe.name()))
        .filter(kpi -> kpi.getWindowEnd().toEpochMilli() == end)
        .map(KpiWindow::getPartial)
        .toList();
  }

  private static void feed(WindowRig rig, Random random) {
    ScrapeMaker target = new ScrapeMaker("t1", "c1", "j1", Duration.ofSeconds(1));
    int requests = 1_000;
    int fast = 500;
    for (int second = 1; second <= 75; second++) {
      requests = random.nextInt(30) == 0 ? 0 : requests + random.nextInt(9);
      fast = requests == 0 ? 0 : Math.min(requests, fast + random.nextInt(5));
      rig.accept(
          target.page(
              T0 + second * 1_000L - 500,
              "req_total " + requests,
              "lat_seconds_bucket{le=\"0.5\"} " + fast,
              "lat_seconds_bucket{le=\"+Inf\"} " + requests,
              "lat_seconds_count " + requests,
              "lat_seconds_sum " + requests / 4.0,
              "depth " + random.nextInt(100),
              "usage " + random.nextInt(64) / 64.0,
              "used " + random.nextInt(10),
              "size 16"));
    }
    rig.closeAt(T0 + 200_000);
  }
}
