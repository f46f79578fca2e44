package io.benchstream.aggregator.topology;

import io.benchstream.aggregator.window.Verdict;
import io.benchstream.schemas.WindowStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The aggregator's meters. Thread-safe; shared by all tasks. */
public final class AggregatorMeters {
  private final Map<Verdict, Counter> verdicts = new EnumMap<>(Verdict.class);
  private final Map<WindowStatus, Counter> kpis = new EnumMap<>(WindowStatus.class);
  private final Counter undecodable;
  private final Counter seriesLeftOut;
  private final Counter reports;
  private final Timer finalLag;

  public AggregatorMeters(MeterRegistry registry) {
    for (Verdict verdict : Verdict.values()) {
      verdicts.put(verdict, records(registry, verdict.label()));
    }
    undecodable = records(registry, "undecodable");
    for (WindowStatus status : WindowStatus.values()) {
      kpis.put(
          status,
          Counter.builder("benchstream_aggregator_kpis")
              .description("KPI windows put on the topic kpis")
              .tag("status", status.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    seriesLeftOut =
        Counter.builder("benchstream_aggregator_series_left_out")
            .description("Series that feed a KPI but were not taken: too many, or unreadable")
            .register(registry);
    reports =
        Counter.builder("benchstream_aggregator_session_reports")
            .description("Reports put on the topic session-reports")
            .register(registry);
    finalLag =
        Timer.builder("benchstream_aggregator_final_lag")
            .description("From a window's end and grace to its final KPIs")
            .publishPercentiles(0.5, 0.99)
            .register(registry);
  }

  private static Counter records(MeterRegistry registry, String verdict) {
    return Counter.builder("benchstream_aggregator_records")
        .description("Records of the topic samples, by what became of them")
        .tag("verdict", verdict)
        .register(registry);
  }

  void count(Verdict verdict) {
    Counter counter = verdicts.get(verdict);
    if (counter != null) {
      counter.increment();
    }
  }

  void countUndecodable() {
    undecodable.increment();
  }

  void countSeriesLeftOut(int series) {
    seriesLeftOut.increment(series);
  }

  void countKpi(WindowStatus status) {
    Counter counter = kpis.get(status);
    if (counter != null) {
      counter.increment();
    }
  }

  void countReport() {
    reports.increment();
  }

  void finalAfter(long millis) {
    finalLag.record(Duration.ofMillis(Math.max(0, millis)));
  }
}
