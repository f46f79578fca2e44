package io.benchstream.gateway.artifact;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A column of the tables, the same in every format.
 *
 * @param value of the class that the kind says
 */
record Column<R>(String name, Kind kind, Function<? super R, Object> value) {
  /** What a column holds. */
  enum Kind {
    /** An {@link Instant}. */
    TIME,
    /** A {@link String}. */
    TEXT,
    /** A {@link Double}. */
    NUMBER,
    /** A {@link Double}; NaN is no value. */
    OPTIONAL_NUMBER,
    /** An {@link Integer}. */
    COUNT
  }

  /** Those of metrics_summary.csv. */
  static final List<Column<SummaryRow>> SUMMARY =
      Stream.concat(
              Stream.of(new Column<>("scope", Kind.TEXT, SummaryRow::scope)),
              Column.<SummaryRow>ofFigure())
          .toList();

  /** Those of kpis.csv and kpis.parquet. */
  static final List<Column<KpiRow>> KPIS =
      Stream.concat(
              Stream.of(
                  new Column<>("window_start", Kind.TIME, KpiRow::windowStart),
                  new Column<>("window_end", Kind.TIME, KpiRow::windowEnd),
                  new Column<>("cluster", Kind.TEXT, KpiRow::cluster),
                  new Column<>("job", Kind.TEXT, KpiRow::job)),
              Column.<KpiRow>ofFigure())
          .toList();

  private static <R extends FigureRow> Stream<Column<R>> ofFigure() {
    return Stream.of(
        new Column<>("labels", Kind.TEXT, FigureRow::labels),
        new Column<>("kpi", Kind.TEXT, FigureRow::kpi),
        new Column<>("stat", Kind.TEXT, FigureRow::stat),
        new Column<>("unit", Kind.TEXT, FigureRow::unit),
        new Column<>("value", Kind.NUMBER, FigureRow::value),
        new Column<>("bucket_width", Kind.OPTIONAL_NUMBER, FigureRow::bucketWidth),
        new Column<>("coverage", Kind.NUMBER, FigureRow::coverage),
        new Column<>("scrapes_seen", Kind.COUNT, row -> row.scrapes().seen()),
        new Column<>("scrapes_expected", Kind.COUNT, row -> row.scrapes().expected()),
        new Column<>("targets_up", Kind.COUNT, row -> row.scrapes().targetsUp()),
        new Column<>("targets_expected", Kind.COUNT, row -> row.scrapes().targetsExpected()),
        new Column<>("counter_resets", Kind.COUNT, row -> row.scrapes().counterResets()),
        new Column<>("gap_seconds", Kind.NUMBER, row -> row.scrapes().gapMs() / 1e3));
  }

  /** The value of a row; none where it is NaN and may be none. */
  Optional<Object> of(R row) {
    Object found = value.apply(row);
    return kind == Kind.OPTIONAL_NUMBER && Double.isNaN((Double) found)
        ? Optional.empty()
        : Optional.of(found);
  }
}
