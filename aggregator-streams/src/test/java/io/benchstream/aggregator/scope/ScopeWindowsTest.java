package io.benchstream.aggregator.scope;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.aggregator.layout.Layout;
import io.benchstream.aggregator.recipe.RecipeLoader;
import io.benchstream.aggregator.recipe.RecipeSet;
import io.benchstream.aggregator.window.ContributionMerge;
import io.benchstream.aggregator.window.TestContributions;
import io.benchstream.aggregator.window.Windows;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScopeWindowsTest {
  private static final Layout.Scope J1 = new Layout.Scope("c1", "j1");

  private final RecipeSet recipes = new RecipeLoader().defaults();
  private final MemoryShareStore store = new MemoryShareStore();
  private final List<KpiWindow> kpis = new ArrayList<>();
  private ScopeWindows windows = restarted();

  private ScopeWindows restarted() {
    return new ScopeWindows(
        3,
        store,
        new ContributionMerge(recipes, new Windows(Duration.ofSeconds(10), Duration.ofSeconds(2))),
        window -> kpis.addAll(window.kpis()));
  }

  private void share(int partition, long end, double requests) {
    windows.accept(
        new ShareStore.Share(
            end,
            "c1/j1",
            partition,
            end,
            TestContributions.rate(recipes, J1, "request_throughput", requests)));
  }

  @Test
  void aWindowIsFinalOnceEveryPartitionHasClosedIt() {
    share(0, 10_000, 5);
    windows.closed(0, 10_000);
    share(2, 10_000, 7);
    windows.closed(2, 20_000);
    assertThat(kpis).isEmpty();

    windows.closed(1, 10_000);
    assertThat(kpis).hasSize(1);
    assertThat(kpis.getFirst().getStatus()).isEqualTo(WindowStatus.FINAL);
    assertThat(kpis.getFirst().getPartial().getIncrease()).isEqualTo(12);
  }

  @Test
  void finalComesOnceAlsoAfterARestart() {
    share(0, 10_000, 5);
    windows.closed(0, 10_000);
    windows.closed(1, 10_000);
    windows = restarted();
    windows.closed(2, 10_000);
    windows = restarted();
    share(0, 10_000, 5);
    windows.closed(0, 20_000);
    windows.closed(1, 20_000);
    windows.closed(2, 20_000);
    windows.provisional();

    assertThat(kpis).hasSize(1);
    assertThat(store.size()).isZero();
  }

  @Test
  void aLaterShareTakesThePlaceOfAnEarlierOne() {
    share(0, 10_000, 5);
    windows.provisional();
    share(0, 10_000, 6);
    windows.provisional();
    windows.provisional();

    assertThat(kpis).extracting(kpi -> kpi.getPartial().getIncrease()).containsExactly(5.0, 6.0);
    assertThat(kpis).allMatch(kpi -> kpi.getStatus() == WindowStatus.PROVISIONAL);
  }

  @Test
  void severalWindowsAtOnceComeInOrder() {
    for (int partition = 0; partition < 3; partition++) {
      share(partition, 10_000, 1);
      share(partition, 20_000, 2);
      windows.closed(partition, 20_000);
    }

    assertThat(kpis)
        .extracting(kpi -> kpi.getWindowEnd().toEpochMilli())
        .containsExactly(10_000L, 20_000L);
    assertThat(kpis.getLast().getPartial().getIncrease()).isEqualTo(6);
  }
}
