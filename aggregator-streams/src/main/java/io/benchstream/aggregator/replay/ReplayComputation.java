package io.benchstream.aggregator.replay;

import io.benchstream.aggregator.layout.LayoutBuilder;
import io.benchstream.aggregator.layout.RecipeIndex;
import io.benchstream.aggregator.recipe.RecipeSet;
import io.benchstream.aggregator.scope.ScopeWindows;
import io.benchstream.aggregator.scope.ShareStore;
import io.benchstream.aggregator.window.Contribution;
import io.benchstream.aggregator.window.ContributionCodec;
import io.benchstream.aggregator.window.ContributionMerge;
import io.benchstream.aggregator.window.PartitionSink;
import io.benchstream.aggregator.window.PartitionWindows;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.samples.RecordCheck;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The aggregator's arithmetic over records that somebody reads again, without Kafka and without
 * state. The same classes in the same order as in the service, so the same bits come out. Not
 * thread-safe.
 */
public final class ReplayComputation {
  private static final Duration SERIES_RETENTION = Duration.ofMinutes(10);
  private static final Duration TARGET_RETENTION = Duration.ofHours(1);

  /** What a clock ahead of its time sent was refused by the aggregator's own clock. */
  private static final Duration MAX_AHEAD = Duration.ofSeconds(30);

  private final ReplaySettings settings;
  private final PartitionWindows[] partitions;
  private final ScopeWindows scopes;
  private final ContributionCodec codec = new ContributionCodec();

  /**
   * A computation.
   *
   * @param partitionCount of {@code samples}
   * @param sink takes the final KPIs, by rising window
   */
  public ReplayComputation(
      ReplaySettings settings, RecipeSet recipes, int partitionCount, Consumer<KpiWindow> sink) {
    this.settings = settings;
    this.scopes =
        new ScopeWindows(
            partitionCount,
            new HeapShareStore(),
            new ContributionMerge(recipes, settings.windows()),
            window -> window.kpis().forEach(sink));
    this.partitions = new PartitionWindows[partitionCount];
    Duration windows = settings.windows().size().plus(settings.windows().grace()).multipliedBy(2);
    LayoutBuilder layouts =
        new LayoutBuilder(
            new RecipeIndex(recipes),
            windows.compareTo(SERIES_RETENTION) > 0 ? windows : SERIES_RETENTION);
    for (int i = 0; i < partitionCount; i++) {
      partitions[i] =
          new PartitionWindows(
              new PartitionWindows.Settings(settings.windows(), TARGET_RETENTION, MAX_AHEAD),
              layouts,
              new NoTargetStore(),
              new Shares(i),
              leftOut -> {});
    }
  }

  /** Takes in a record; those of a partition come in the order of their offsets. */
  public void accept(int partition, Scrape scrape, long offset, long sentAt) {
    // One that contradicts itself is a dead letter.
    if (RecordCheck.faultOf(scrape) == null) {
      partitions[partition].accept(scrape, offset, sentAt, sentAt);
    }
  }

  /** Whether the partition's records from this one on can be left out. */
  public boolean isEnough(long sentAt) {
    return sentAt > settings.enough();
  }

  /** Everything was read: closes what is open. */
  public void finish() {
    for (PartitionWindows partition : partitions) {
      partition.closeAt(settings.enough() + 1);
    }
  }

  /** What a partition passes on, as far as it is wanted. */
  private final class Shares implements PartitionSink {
    private final int partition;

    Shares(int partition) {
      this.partition = partition;
    }

    @Override
    public void contribution(long windowEnd, long asOf, Contribution contribution) {
      if (windowEnd > settings.firstStart() && windowEnd <= settings.lastEnd()) {
        scopes.accept(
            new ShareStore.Share(
                windowEnd,
                contribution.scope().key(),
                partition,
                asOf,
                codec.encode(contribution)));
      }
    }

    @Override
    public void closed(long windowEnd) {
      scopes.closed(partition, Math.min(windowEnd, settings.lastEnd()));
    }
  }
}
