package io.benchstream.publisher.kpis;

import io.benchstream.publisher.kpis.KpiSeries.KpiSample;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.samples.StaleMarker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The samples of KPI windows with the labels of their sessions. Where a session begins or ends, the
 * KPI goes on as another series: the one so far is ended, so that no query counts both. One thread.
 *
 * <p>Memory: of each KPI the session it was in, for those that were heard of last.
 */
public final class SessionMoves {
  private static final int MOST_KPIS = 50_000;

  private final SessionView sessions;
  private final Map<String, Map<String, String>> last =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, String>> eldest) {
          return size() > MOST_KPIS;
        }
      };

  public SessionMoves(SessionView sessions) {
    this.sessions = sessions;
  }

  /**
   * The samples of a KPI's next window.
   *
   * @param kpi the same for all windows of the KPI in its scope, provisional or final
   * @param jobKey key of the window's job among the resources
   */
  public List<KpiSample> samples(String kpi, String jobKey, KpiWindow window) {
    Map<String, String> session = sessions.labels(window, jobKey);
    List<KpiSample> samples = KpiSeries.of(window, session);
    Map<String, String> before = last.put(kpi, session);
    if (before == null || before.equals(session)) {
      return samples;
    }
    List<KpiSample> all = new ArrayList<>();
    for (KpiSample sample : KpiSeries.of(window, before)) {
      all.add(new KpiSample(sample.labels(), StaleMarker.VALUE));
    }
    all.addAll(samples);
    return all;
  }
}
