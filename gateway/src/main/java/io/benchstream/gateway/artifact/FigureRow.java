package io.benchstream.gateway.artifact;

/** A value of a KPI with its quality: what the rows of all tables have. */
interface FigureRow {
  /** {@code name=value}, separated by commas. */
  String labels();

  String kpi();

  /** value; min, avg, max, last; mean, p50, p95, p99, ... */
  String stat();

  String unit();

  double value();

  /** Of the bucket that a quantile fell in, its error bound; NaN where it is none. */
  double bucketWidth();

  /** 0 to 1. */
  double coverage();

  Scrapes scrapes();
}
