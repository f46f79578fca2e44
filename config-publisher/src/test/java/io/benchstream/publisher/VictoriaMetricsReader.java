package io.benchstream.publisher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.relabel.labels.LabelSet;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import java.util.TreeMap;

/** Reads a VictoriaMetrics, as it stands and without rounding. */
final class VictoriaMetricsReader {
  private final URI url;
  private final ObjectMapper json = new ObjectMapper();

  VictoriaMetricsReader(URI url) {
    this.url = url;
  }

  /** All raw samples of the series that match: values by time, by labels. */
  Map<String, Map<Long, Double>> export(String selector) throws IOException {
    flush();
    Map<String, Map<Long, Double>> found = new TreeMap<>();
    String lines =
        get("api/v1/export?reduce_mem_usage=1&match[]=" + URLEncoder.encode(selector, UTF_8));
    for (String line : lines.lines().toList()) {
      JsonNode series = json.readTree(line);
      Map<String, String> labels = new TreeMap<>();
      series.get("metric").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
      Map<Long, Double> samples =
          found.computeIfAbsent(LabelSet.of(labels).toString(), _ -> new TreeMap<>());
      for (int i = 0; i < series.get("values").size(); i++) {
        JsonNode value = series.get("values").get(i);
        samples.put(
            series.get("timestamps").get(i).asLong(),
            value.isNull() ? Double.NaN : value.asDouble());
      }
    }
    return found;
  }

  /** Number of series that an instant query at this time gives. */
  int seriesAt(String selector, long millis) throws IOException {
    flush();
    JsonNode answer =
        json.readTree(
            get(
                "api/v1/query?nocache=1&time=%s&query=%s"
                    .formatted(millis / 1000.0, URLEncoder.encode(selector, UTF_8))));
    return answer.at("/data/result").size();
  }

  private void flush() throws IOException {
    get("internal/force_flush");
  }

  private String get(String path) throws IOException {
    try (var in = url.resolve(path).toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
