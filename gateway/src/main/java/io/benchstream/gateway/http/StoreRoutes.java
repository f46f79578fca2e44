package io.benchstream.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.runtime.config.DurationText;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Queries to VictoriaMetrics: {@code queryPrometheus} and {@code queryRangePrometheus}. An answer
 * is passed on as it comes and never held as a whole.
 */
final class StoreRoutes {
  private static final int CONNECTIONS = 16;
  private static final int MOST_STEPS = 11_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(25);
  private static final int LONGEST_ERROR = 1_000;

  private final @Nullable URI store;
  private final HttpClient client;
  private final RequestBody instantQuery;
  private final RequestBody rangeQuery;

  /**
   * Routes to a store.
   *
   * @param store the root of its pages; null: there is none
   */
  StoreRoutes(Vertx vertx, @Nullable URI store, ApiContract contract) {
    this.store = store;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(5_000).setDecompressionSupported(true),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    this.instantQuery = new RequestBody(contract, "InstantQuery");
    this.rangeQuery = new RequestBody(contract, "RangeQuery");
  }

  void query(RoutingContext context, Parameters parameters) {
    JsonNode body = instantQuery.read(context);
    List<Map.Entry<String, String>> form = new ArrayList<>();
    form.add(Map.entry("query", body.path("query").asText()));
    if (body.has("time")) {
      form.add(Map.entry("time", seconds(time(body, "time"))));
    }
    ask(context, "api/v1/query", form);
  }

  void queryRange(RoutingContext context, Parameters parameters) {
    JsonNode body = rangeQuery.read(context);
    Instant start = time(body, "start");
    Instant end = time(body, "end");
    if (end.isBefore(start)) {
      throw bad("end", "end %s is before start %s".formatted(end, start));
    }
    long step = step(body, Duration.between(start, end));
    ask(
        context,
        "api/v1/query_range",
        List.of(
            Map.entry("query", body.path("query").asText()),
            Map.entry("start", seconds(start)),
            Map.entry("end", seconds(end)),
            Map.entry("step", step + "ms")));
  }

  private static long step(JsonNode body, Duration range) {
    try {
      long step = DurationText.parse(body.path("step").asText()).toMillis();
      if (step > 0 && range.toMillis() / step <= MOST_STEPS) {
        return step;
      }
    } catch (IllegalArgumentException e) {
      throw bad("step", String.valueOf(e.getMessage()));
    }
    throw bad(
        "step",
        "'%s' gives more than %d steps in the range; write a longer one"
            .formatted(body.path("step").asText(), MOST_STEPS));
  }

  private static Instant time(JsonNode body, String field) {
    try {
      return Instant.parse(body.path(field).asText());
    } catch (DateTimeParseException e) {
      throw bad(
          field,
          "'%s' is not a time such as 2026-05-01T12:00:00Z".formatted(body.path(field).asText()));
    }
  }

  private static String seconds(Instant time) {
    return java.math.BigDecimal.valueOf(time.toEpochMilli(), 3).toPlainString();
  }

  private void ask(RoutingContext context, String path, List<Map.Entry<String, String>> form) {
    if (store == null) {
      throw new ProblemException(
          Problem.of(
              404, "No store", "this gateway has no store to ask; set store in its configuration"));
    }
    StringBuilder body = new StringBuilder();
    for (Map.Entry<String, String> each : form) {
      body.append(body.isEmpty() ? "" : "&")
          .append(each.getKey())
          .append('=')
          .append(URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8));
    }
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap().add("Content-Type", "application/x-www-form-urlencoded");
    client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(store.resolve(path).toString())
                .setHeaders(headers)
                .setTimeout(TIMEOUT.toMillis()))
        .compose((HttpClientRequest request) -> request.send(body.toString()))
        .onSuccess(answer -> pass(context, answer))
        .onFailure(error -> context.fail(away()));
  }

  private static void pass(RoutingContext context, HttpClientResponse answer) {
    if (context.response().ended()) {
      answer.request().reset();
      return;
    }
    if (answer.statusCode() == 200) {
      context.response().setChunked(true).putHeader("Content-Type", "application/json");
      answer.pipeTo(context.response()).onFailure(error -> context.request().connection().close());
      return;
    }
    answer
        .body()
        .onSuccess(body -> context.fail(refused(answer.statusCode(), body.toString())))
        .onFailure(error -> context.fail(away()));
  }

  private static ProblemException refused(int status, String body) {
    if (status == 400 || status == 422) {
      return bad("query", "the store does not take it: " + reason(body));
    }
    return away();
  }

  private static String reason(String body) {
    String text = body;
    try {
      text = JsonMapper.builder().build().readTree(body).path("error").asText(body);
    } catch (JsonProcessingException e) {
      // It said so in plain text.
    }
    return text.length() > LONGEST_ERROR ? text.substring(0, LONGEST_ERROR) + "..." : text;
  }

  private static ProblemException away() {
    return new ProblemException(
        Problem.comeBack(
            503, "Store not available", "the store does not answer; see to VictoriaMetrics", 5));
  }

  private static ProblemException bad(String field, String detail) {
    return new ProblemException(Problem.badRequest(field, detail));
  }
}
