package io.benchstream.gateway.collect;

import io.benchstream.gateway.view.LatestKpis;
import io.benchstream.gateway.view.Page;
import io.benchstream.schemas.KpiPartial;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The windows of a past time, page by page. Holds no more than a page of them. Thread-safe. */
public final class KpiPast {
  private final KpiSource source;

  public KpiPast(KpiSource source) {
    this.source = source;
  }

  /**
   * The windows of a scope that end in {@code (from, to]} and match, by end, KPI and labels; of a
   * window that came several times the last. Blocks.
   *
   * @param scope {@code <cluster>/<job>}, or a cluster
   * @param limit the most windows, 1 or more
   * @throws io.benchstream.gateway.problem.ProblemException 503 where they cannot be read in time
   */
  public Page<KpiWindow> find(
      LatestKpis.Filter filter,
      String scope,
      Instant from,
      Instant to,
      @Nullable String after,
      int limit) {
    NavigableMap<String, KpiWindow> found = new TreeMap<>();
    source.read(
        Set.of(scope.indexOf('/') < 0 ? scope + "/" : scope),
        from,
        to,
        window -> {
          String key = key(window);
          if (filter.takes(window) && (after == null || key.compareTo(after) > 0)) {
            keep(found, key, window);
            if (found.size() > limit + 1) {
              found.pollLastEntry();
            }
          }
        });
    return Page.of(found.values().stream(), KpiPast::key, limit);
  }

  private static void keep(NavigableMap<String, KpiWindow> found, String key, KpiWindow window) {
    KpiWindow known = found.get(key);
    if (known == null || known.getStatus() != WindowStatus.FINAL) {
      window.setPartial(
          KpiPartial.newBuilder().setDurationMs(window.getPartial().getDurationMs()).build());
      found.put(key, window);
    }
  }

  private static String key(KpiWindow window) {
    return "%015d %s %s"
        .formatted(
            window.getWindowEnd().toEpochMilli(),
            window.getKpi(),
            new TreeMap<>(window.getScope().getLabels()));
  }
}
