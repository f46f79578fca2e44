package io.benchstream.cli.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.cli.console.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/** Asks VictoriaMetrics through Prometheus' query API. */
public final class StoreClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();
  private final URI url;

  /**
   * @param url the root of its pages, ending with a slash
   */
  public StoreClient(URI url) {
    this.url = url;
  }

  /** Makes all samples that were written before visible to queries. */
  public void flush() {
    get(url.resolve("internal/force_flush"));
  }

  /**
   * The value of an expression at an instant.
   *
   * @return empty where there is no series, more than one, or no number
   */
  public OptionalDouble value(String query, Instant at) {
    String path =
        "api/v1/query?nocache=1&time=%s&query=%s"
            .formatted(at.toEpochMilli() / 1e3, URLEncoder.encode(query, UTF_8));
    try {
      JsonNode result = json.readTree(get(url.resolve(path))).path("data").path("result");
      if (result.size() != 1) {
        return OptionalDouble.empty();
      }
      double value = number(result.get(0).path("value").path(1).asText());
      return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    } catch (IOException e) {
      throw new CommandFailure("VictoriaMetrics at %s did not answer in JSON".formatted(url), e);
    }
  }

  private static double number(String text) {
    return switch (text) {
      case "", "NaN" -> Double.NaN;
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private String get(URI address) {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new CommandFailure(
            "VictoriaMetrics at %s answers %d: %s"
                .formatted(url, response.statusCode(), response.body().strip()));
      }
      return response.body();
    } catch (IOException e) {
      throw new CommandFailure("VictoriaMetrics at %s does not answer: %s".formatted(url, e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
