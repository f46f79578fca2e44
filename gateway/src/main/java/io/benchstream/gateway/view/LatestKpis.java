package io.benchstream.gateway.view;

import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The latest window of every scope and KPI. Bounded: what has not been heard of for the longest
 * time goes first. Written by one thread, read by any.
 */
public final class LatestKpis {
  /** The order in which KPIs are told. */
  public static final Comparator<KpiWindow> ORDER =
      Comparator.comparing((KpiWindow kpi) -> kpi.getScope().getCluster())
          .thenComparing(kpi -> kpi.getScope().getJob() == null ? "" : kpi.getScope().getJob())
          .thenComparing(KpiWindow::getKpi)
          .thenComparing(kpi -> new TreeMap<>(kpi.getScope().getLabels()).toString());

  private final int maxKpis;
  private final Map<Key, KpiWindow> latest = new ConcurrentHashMap<>();

  public LatestKpis(int maxKpis) {
    this.maxKpis = maxKpis;
  }

  /**
   * Takes a window; an older one than is known, or a provisional one after its final, is not kept.
   */
  public void put(KpiWindow window) {
    latest.merge(
        new Key(window.getScope(), window.getKpi()),
        window,
        (known, added) -> supersedes(added, known) ? added : known);
    if (latest.size() > maxKpis) {
      latest.entrySet().stream()
          .min(Map.Entry.comparingByValue(Comparator.comparing(KpiWindow::getWindowEnd)))
          .ifPresent(oldest -> latest.remove(oldest.getKey()));
    }
  }

  private static boolean supersedes(KpiWindow added, KpiWindow known) {
    int later = added.getWindowEnd().compareTo(known.getWindowEnd());
    return later > 0 || (later == 0 && known.getStatus() != WindowStatus.FINAL);
  }

  /**
   * The latest windows that match.
   *
   * @param cluster null: of any cluster; likewise job and kpi
   * @param since windows that ended before are left out
   */
  public List<KpiWindow> find(
      @Nullable String cluster, @Nullable String job, @Nullable String kpi, Instant since) {
    return latest.values().stream()
        .filter(window -> cluster == null || window.getScope().getCluster().equals(cluster))
        .filter(window -> job == null || job.equals(window.getScope().getJob()))
        .filter(window -> kpi == null || window.getKpi().equals(kpi))
        .filter(window -> !window.getWindowEnd().isBefore(since))
        .sorted(ORDER)
        .toList();
  }

  private record Key(KpiScope scope, String kpi) {}
}
