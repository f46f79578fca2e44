package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.Plan;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What JMH measured of the parts. */
final class PartsSection implements Section {
  private static final String NANOS = ".ns";

  private static final Map<String, String> WORDS =
      Map.of(
          "SampleBenchmark.cache", "positional cache: the series of the scrape before",
          "SampleBenchmark.cacheWithChurn", "the same, one series in a hundred is another",
          "SampleBenchmark.parse", "parser alone, a page never seen",
          "SampleBenchmark.encode", "codec: a scrape as a record",
          "RequestBenchmark.snappyOfTemplates", "remote write, Snappy of templates",
          "RequestBenchmark.snappy", "remote write, Snappy of the plain request",
          "RequestBenchmark.zstd", "remote write, zstd of the plain request",
          "RequestBenchmark.plain", "remote write, not compressed");

  @Override
  public String name() {
    return "parts";
  }

  @Override
  public String markdown(Results results) {
    MarkdownTable table = new MarkdownTable("", "time", "allocated");
    Map<String, Double> figures = new TreeMap<>();
    results.of(Plan.JMH).ifPresent(result -> figures.putAll(result.figures()));
    for (Map.Entry<String, Double> measured : figures.entrySet()) {
      String figure = measured.getKey();
      if (figure.endsWith(NANOS)) {
        String part = figure.substring(0, figure.length() - NANOS.length());
        table.row(
            WORDS.getOrDefault(part, part),
            Figures.digits(measured.getValue()) + " ns",
            results.text(Plan.JMH, part + ".bytes", "%.2f B"));
      }
    }
    if (figures.isEmpty()) {
      table.row(Figures.NOT_MEASURED, "", "");
    }
    return table + "\n" + Provenance.of(results, List.of(Plan.JMH));
  }
}
