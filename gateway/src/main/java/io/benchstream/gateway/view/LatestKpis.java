package io.benchstream.gateway.view;

import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.NavigableMap;
import java.util.SequencedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest window of every scope and KPI, without its partial. Bounded: what has not been heard
 * of for the longest time goes first. Thread-safe.
 */
public final class LatestKpis {
  private final int maxKpis;
  private final NavigableMap<String, KpiWindow> latest = new TreeMap<>();
  private final SequencedSet<String> byAge = new LinkedHashSet<>();

  public LatestKpis(int maxKpis) {
    this.maxKpis = maxKpis;
  }

  /**
   * Which KPIs are wanted; null: of any.
   *
   * @param scope {@code cluster}, or {@code cluster/job}: this scope alone
   * @param status final, or provisional
   * @param since windows that ended before are left out
   */
  public record Filter(
      @Nullable String cluster,
      @Nullable String job,
      @Nullable String kpi,
      @Nullable String scope,
      @Nullable WindowStatus status,
      Instant since) {

    /** Whether the window is wanted. */
    public boolean takes(KpiWindow window) {
      KpiScope of = window.getScope();
      return (cluster == null || cluster.equals(of.getCluster()))
          && (job == null || job.equals(of.getJob()))
          && (kpi == null || kpi.equals(window.getKpi()))
          && (scope == null || scope.equals(text(of)))
          && (status == null || status == window.getStatus())
          && !window.getWindowEnd().isBefore(since);
    }
  }

  /**
   * Takes a window; an older one than is known, or a provisional one after its final, is not kept.
   */
  public synchronized void put(KpiWindow window) {
    String key = key(window);
    KpiWindow known = latest.get(key);
    if (known != null && !supersedes(window, known)) {
      return;
    }
    // Its buckets would be most of the memory.
    window.setPartial(
        KpiPartial.newBuilder().setDurationMs(window.getPartial().getDurationMs()).build());
    latest.put(key, window);
    byAge.addLast(key); // behind all others, wherever it was
    if (latest.size() > maxKpis) {
      latest.remove(byAge.removeFirst());
    }
  }

  private static boolean supersedes(KpiWindow added, KpiWindow known) {
    int later = added.getWindowEnd().compareTo(known.getWindowEnd());
    return later > 0 || (later == 0 && known.getStatus() != WindowStatus.FINAL);
  }

  /** The latest windows that match, by cluster, job, KPI and labels. */
  public synchronized Page<KpiWindow> find(Filter filter, @Nullable String after, int limit) {
    NavigableMap<String, KpiWindow> rest = after == null ? latest : latest.tailMap(after, false);
    return Page.of(rest.values().stream().filter(filter::takes), LatestKpis::key, limit);
  }

  private static String key(KpiWindow window) {
    KpiScope scope = window.getScope();
    String job = scope.getJob() == null ? "" : scope.getJob();
    // A blank sorts before everything that an id or a KPI's name holds.
    return String.join(
        " ", scope.getCluster(), job, window.getKpi(), new TreeMap<>(scope.getLabels()).toString());
  }

  private static String text(KpiScope scope) {
    return scope.getJob() == null ? scope.getCluster() : scope.getCluster() + "/" + scope.getJob();
  }
}
