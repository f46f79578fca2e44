package io.benchstream.gateway.artifact;

import io.benchstream.kpi.window.Coverage;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.SessionReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One value of a KPI over the whole window.
 *
 * @param scope {@code <cluster>/<job>}; the cluster alone for its own
 * @param labels {@code name=value}, separated by commas
 * @param bucketWidth of the bucket that a quantile fell in, its error bound; NaN where it is none
 * @param coverage 0 to 1
 */
public record SummaryRow(
    String scope,
    String labels,
    String kpi,
    String stat,
    String unit,
    double value,
    double bucketWidth,
    double coverage,
    Scrapes scrapes)
    implements FigureRow {

  /** All values of a report, by scope, KPI, labels and stat. */
  public static List<SummaryRow> of(SessionReport report) {
    List<SummaryRow> rows = new ArrayList<>();
    for (KpiWindow kpi : report.getKpis()) {
      Map<String, Double> values = new TreeMap<>(Stats.ORDER);
      values.putAll(kpi.getValues());
      values.forEach(
          (stat, value) ->
              rows.add(
                  new SummaryRow(
                      Stats.scope(kpi.getScope()),
                      Stats.labels(kpi.getScope()),
                      kpi.getKpi(),
                      stat,
                      kpi.getUnit(),
                      value,
                      kpi.getQuality().getBucketWidths().getOrDefault(stat, Double.NaN),
                      Coverage.of(kpi).ratio(),
                      Scrapes.of(kpi.getQuality()))));
    }
    rows.sort(
        Comparator.comparing(SummaryRow::scope)
            .thenComparing(SummaryRow::kpi)
            .thenComparing(SummaryRow::labels)
            .thenComparing(SummaryRow::stat, Stats.ORDER));
    return rows;
  }
}
