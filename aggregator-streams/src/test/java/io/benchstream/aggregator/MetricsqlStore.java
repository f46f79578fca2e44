package io.benchstream.aggregator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.local.victoriametrics.LocalVictoriaMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** A real VictoriaMetrics to compare with: samples in as text, MetricsQL out. */
final class MetricsqlStore implements AutoCloseable {
  private final LocalVictoriaMetrics store;
  private final HttpClient http = HttpClient.newHttpClient();
  private final StringBuilder lines = new StringBuilder();

  MetricsqlStore(LocalVictoriaMetrics store) {
    this.store = store;
  }

  /** Adds a page; {@code common} are labels as {@code a="b"}. */
  void add(long time, String common, String... page) {
    for (String line : page) {
      int space = line.lastIndexOf(' ');
      String series = line.substring(0, space);
      int brace = series.indexOf('{');
      String name = brace < 0 ? series : series.substring(0, brace);
      String labels = brace < 0 ? "" : "," + series.substring(brace + 1, series.length() - 1);
      lines.append(name).append('{').append(common).append(labels).append('}');
      lines.append(line, space, line.length()).append(' ').append(time).append('\n');
    }
  }

  void flush() {
    call(
        HttpRequest.newBuilder(store.url().resolve("/api/v1/import/prometheus"))
            .POST(HttpRequest.BodyPublishers.ofString(lines.toString())));
    call(HttpRequest.newBuilder(store.flushUrl()));
    lines.setLength(0);
  }

  /** The value of an instant query that gives at most one series. */
  OptionalDouble query(String metricsql, long time) {
    JsonNode result = result(metricsql, time);
    if (result.size() > 1) {
      throw new AssertionError("several series: " + metricsql + " " + result);
    }
    return result.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(value(result.get(0)));
  }

  /** The values of an instant query by a label. */
  Map<String, Double> queryBy(String label, String metricsql, long time) {
    Map<String, Double> values = new HashMap<>();
    result(metricsql, time)
        .forEach(series -> values.put(series.at("/metric/" + label).asText(), value(series)));
    return values;
  }

  private static double value(JsonNode series) {
    return Double.parseDouble(series.at("/value/1").asText());
  }

  private JsonNode result(String metricsql, long time) {
    URI uri =
        store
            .url()
            .resolve(
                "/api/v1/query?nocache=1&time=%s&query=%s"
                    .formatted(
                        time / 1000.0, URLEncoder.encode(metricsql, StandardCharsets.UTF_8)));
    try {
      return new ObjectMapper().readTree(call(HttpRequest.newBuilder(uri))).at("/data/result");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String call(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new AssertionError(response.statusCode() + " " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
