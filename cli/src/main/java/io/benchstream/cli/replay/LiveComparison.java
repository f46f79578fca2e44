package io.benchstream.cli.replay;

import io.benchstream.cli.kpis.KpiLine;
import io.benchstream.schemas.KpiWindow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was computed again against what stands on the topic, bit for bit. */
final class LiveComparison {
  private final Map<String, KpiWindow> live = new TreeMap<>();
  private final Map<String, KpiWindow> again = new LinkedHashMap<>();

  /** Adds a final KPI of the topic. */
  void live(KpiWindow kpi) {
    live.put(key(kpi), kpi);
  }

  /** Adds a KPI of the replay. */
  void again(KpiWindow kpi) {
    again.put(key(kpi), kpi);
  }

  int equal() {
    return (int)
        again.entrySet().stream()
            .filter(kpi -> kpi.getValue().equals(live.get(kpi.getKey())))
            .count();
  }

  /** A line for each KPI that differs or that only one side has. */
  List<String> differences() {
    List<String> lines = new ArrayList<>();
    again.forEach(
        (key, kpi) -> {
          KpiWindow other = live.get(key);
          if (other == null) {
            lines.add(key + ": not on the topic");
          } else if (!kpi.equals(other)) {
            lines.add(
                "%s: %s, on the topic %s"
                    .formatted(
                        key, KpiLine.values(kpi.getValues()), KpiLine.values(other.getValues())));
          }
        });
    live.keySet().stream()
        .filter(key -> !again.containsKey(key))
        .forEach(key -> lines.add(key + ": on the topic only"));
    return lines;
  }

  private static String key(KpiWindow kpi) {
    return "%s %s %s".formatted(kpi.getWindowEnd(), KpiLine.scope(kpi.getScope()), kpi.getKpi());
  }
}
