package io.benchstream.cli.compose;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;

/** VictoriaMetrics, as dashboards and alerts see it. */
final class Store implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI url;
  private final HttpClient http = HttpClient.newHttpClient();

  Store(URI url) {
    this.url = url;
  }

  /** Series of a line each, in the form of {@code /api/v1/import}. */
  void importJson(String lines) throws IOException, InterruptedException {
    post("api/v1/import", lines);
  }

  /** A page of metrics, as of now. */
  void importPage(String page, String query) throws IOException, InterruptedException {
    post("api/v1/import/prometheus?" + query, page);
  }

  /** Makes what was written visible to queries. */
  void flush() throws IOException, InterruptedException {
    get("internal/force_flush");
  }

  /**
   * The series that an instant query finds.
   *
   * @throws IllegalStateException where the store refuses the query; with its words
   */
  JsonNode query(String query, Instant at) throws IOException, InterruptedException {
    String path =
        "api/v1/query?query=%s&time=%d.%03d"
            .formatted(encoded(query), at.getEpochSecond(), at.getNano() / 1_000_000);
    return JSON.readTree(get(path)).required("data").required("result");
  }

  /** The values of a label, of the series that a selector finds. */
  List<String> labelValues(String selector, String label) throws IOException, InterruptedException {
    JsonNode series =
        JSON.readTree(get("api/v1/series?start=-1h&match[]=" + encoded(selector))).required("data");
    return series
        .valueStream()
        .map(each -> each.path(label).asText())
        .filter(value -> !value.isEmpty())
        .distinct()
        .toList();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private String get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(url.resolve(path.replace("[]", "%5B%5D"))).build());
  }

  private void post(String path, String body) throws IOException, InterruptedException {
    send(HttpRequest.newBuilder(url.resolve(path)).POST(BodyPublishers.ofString(body)).build());
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw new IllegalStateException(
          "%s: %d %s".formatted(request.uri(), response.statusCode(), response.body()));
    }
    return response.body();
  }

  @Override
  public void close() {
    http.close();
  }
}
