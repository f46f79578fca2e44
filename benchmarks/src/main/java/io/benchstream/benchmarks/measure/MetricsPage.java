package io.benchstream.benchmarks.measure;

import io.benchstream.scrape.exposition.Entry;
import io.benchstream.scrape.exposition.ExpositionCursor;
import io.benchstream.scrape.exposition.Format;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What a program says of itself on its metrics page, at one moment. */
public final class MetricsPage {
  private final Map<String, Double> samples = new HashMap<>();

  /** Reads the page. */
  public static MetricsPage of(URI url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.ofByteArray());
      if (answer.statusCode() != 200) {
        throw new IOException("%s answers %d".formatted(url, answer.statusCode()));
      }
      return new MetricsPage(answer.body());
    }
  }

  /** A page that was read elsewhere. */
  public static MetricsPage of(byte[] page) {
    return new MetricsPage(page);
  }

  private MetricsPage(byte[] page) {
    ExpositionCursor cursor = Format.TEXT.cursor(Format.Mode.LENIENT);
    cursor.reset(page, page.length);
    for (Entry entry; (entry = cursor.next()) != Entry.END; ) {
      if (entry == Entry.SAMPLE) {
        StringBuilder labels = new StringBuilder(cursor.name());
        for (int i = 0; i < cursor.labelCount(); i++) {
          labels.append(' ').append(cursor.labelName(i)).append('=').append(cursor.labelValue(i));
        }
        samples.merge(labels.toString(), cursor.value(), Double::sum);
      }
    }
  }

  /**
   * The sum of the samples of a metric.
   *
   * @param labels each as {@code name=value}; a sample has to have all of them
   */
  public double sum(String metric, String... labels) {
    double sum = 0;
    for (Map.Entry<String, Double> sample : samples.entrySet()) {
      String series = sample.getKey() + " ";
      boolean wanted = series.startsWith(metric + " ");
      for (String label : labels) {
        wanted &= series.contains(" " + label + " ");
      }
      sum += wanted ? sample.getValue() : 0;
    }
    return sum;
  }

  /** How much a counter grew since an earlier page. */
  public double grown(MetricsPage earlier, String metric, String... labels) {
    return sum(metric, labels) - earlier.sum(metric, labels);
  }

  /** Whether there is a sample of that metric. */
  public boolean has(String metric) {
    return samples.keySet().stream().anyMatch(series -> (series + " ").startsWith(metric + " "));
  }
}
