package io.benchstream.gateway.artifact;

import java.time.Instant;

/**
 * One value of one window, as a row of kpis.csv and kpis.parquet.
 *
 * @param job empty for the cluster itself
 * @param stat value; min, avg, max, last; mean, p50, p95, p99, ...
 * @param bucketWidth of the bucket that a quantile fell in, its error bound; NaN where it is none
 * @param coverage 0 to 1
 */
record KpiRow(
    Instant windowStart,
    Instant windowEnd,
    String cluster,
    String job,
    String labels,
    String kpi,
    String stat,
    String unit,
    double value,
    double bucketWidth,
    double coverage,
    Scrapes scrapes)
    implements FigureRow {

  static KpiRow of(KpiTable.Series series, KpiTable.Point point, int stat) {
    String job = series.scope().getJob();
    return new KpiRow(
        point.start(),
        point.end(),
        series.scope().getCluster(),
        job == null ? "" : job,
        Stats.labels(series.scope()),
        series.kpi(),
        series.stats().get(stat),
        series.unit(),
        point.value(stat),
        point.width(stat),
        point.coverage(),
        point.scrapes());
  }
}
