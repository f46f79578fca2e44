package io.benchstream.publisher.kpis;

import io.benchstream.kpi.window.Coverage;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.schemas.KpiQuality;
import io.benchstream.schemas.KpiScope;
import io.benchstream.schemas.KpiWindow;
import io.benchstream.schemas.WindowStatus;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The series of a KPI window, all with the time of the window's end: its values, quantiles under
 * the label {@code quantile} and other figures under {@code stat}, and beside them, as {@code
 * benchstream:kpi_…} with the label {@code kpi}, how much of the window was seen.
 */
public final class KpiSeries {
  private static final Pattern QUANTILE = Pattern.compile("p([0-9]{1,3}(?:\\.[0-9]{1,9})?)");
  private static final String PLAIN_VALUE = "value";

  private KpiSeries() {}

  /**
   * A sample.
   *
   * @param labels the metric's name among them
   */
  public record KpiSample(LabelSet labels, double value) {}

  /** The samples of a window, the same ones in the same order each time. */
  public static List<KpiSample> of(KpiWindow window) {
    List<KpiSample> samples = new ArrayList<>();
    Map<String, String> scope = scope(window);
    values(window, scope, samples::add);
    scope.put("kpi", window.getKpi());
    quality(window, scope, samples::add);
    return samples;
  }

  private static Map<String, String> scope(KpiWindow window) {
    KpiScope scope = window.getScope();
    Map<String, String> labels = new TreeMap<>();
    scope.getLabels().forEach((name, value) -> labels.put(KpiNames.label(name), value));
    labels.put("cluster", scope.getCluster());
    if (scope.getJob() != null) {
      labels.put("job", scope.getJob());
    }
    if (window.getStatus() == WindowStatus.PROVISIONAL) {
      // Of its own, since the final value comes with the same time.
      labels.put("status", "provisional");
    }
    return labels;
  }

  private static void values(
      KpiWindow window, Map<String, String> scope, Consumer<KpiSample> into) {
    String metric = KpiNames.metric(window.getKpi(), window.getUnit());
    for (Map.Entry<String, Double> entry : new TreeMap<>(window.getValues()).entrySet()) {
      Map<String, String> labels = new TreeMap<>(scope);
      if (!entry.getKey().equals(PLAIN_VALUE)) {
        figure(entry.getKey(), labels);
      }
      add(metric, labels, entry.getValue(), into);
    }
  }

  private static void figure(String key, Map<String, String> labels) {
    Matcher quantile = QUANTILE.matcher(key);
    if (quantile.matches()) {
      // By decimals: 99.9 / 100 is not 0.999 in binary.
      BigDecimal percent = new BigDecimal(quantile.group(1));
      labels.put("quantile", Double.toString(percent.movePointLeft(2).doubleValue()));
    } else {
      labels.put("stat", key);
    }
  }

  private static void quality(
      KpiWindow window, Map<String, String> labels, Consumer<KpiSample> into) {
    KpiQuality quality = window.getQuality();
    if (quality.getScrapesExpected() > 0) {
      add(KpiNames.PREFIX + "kpi_coverage_ratio", labels, Coverage.of(window).ratio(), into);
    }
    add(KpiNames.PREFIX + "kpi_targets_up", labels, quality.getTargetsUp(), into);
    add(KpiNames.PREFIX + "kpi_targets_expected", labels, quality.getTargetsExpected(), into);
    add(KpiNames.PREFIX + "kpi_counter_resets", labels, quality.getCounterResets(), into);
    add(KpiNames.PREFIX + "kpi_gap_seconds", labels, quality.getGapMs() / 1000.0, into);
    for (Map.Entry<String, Double> width : new TreeMap<>(quality.getBucketWidths()).entrySet()) {
      Map<String, String> ofQuantile = new TreeMap<>(labels);
      figure(width.getKey(), ofQuantile);
      add(KpiNames.PREFIX + "kpi_bucket_width", ofQuantile, width.getValue(), into);
    }
  }

  /** NaN says that there is no value; a store would keep it as one. */
  private static void add(
      String metric, Map<String, String> labels, double value, Consumer<KpiSample> into) {
    if (!Double.isNaN(value)) {
      Map<String, String> named = new TreeMap<>(labels);
      named.put(LabelSet.METRIC_NAME, metric);
      into.accept(new KpiSample(LabelSet.of(named), value));
    }
  }
}
