package io.benchstream.benchmarks.latency;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.benchmarks.measure.Latencies;
import io.benchstream.benchmarks.result.Distribution;
import io.benchstream.local.victoriametrics.LocalVictoriaMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks, again and again, which scrapes a store has: the sample {@code up} of each. */
final class StoredSamples {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration LOOK_BACK = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final LocalVictoriaMetrics store;
  private final ObjectMapper json = new ObjectMapper();
  private final Latencies latencies = new Latencies();

  /** Of each target, when the scrapes that were seen had begun, ms since 1970. */
  private final Map<String, List<Long>> seen = new HashMap<>();

  StoredSamples(LocalVictoriaMetrics store) {
    this.store = store;
  }

  /** Looks for so long. What is there at the first look tells nothing and is left out. */
  void follow(Duration length) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      look(client, false);
      long end = System.nanoTime() + length.toNanos();
      while (System.nanoTime() < end) {
        look(client, true);
        Thread.sleep(PAUSE);
      }
    }
  }

  private void look(HttpClient client, boolean counts) throws IOException, InterruptedException {
    get(client, store.flushUrl());
    long before = System.currentTimeMillis();
    String lines =
        get(
            client,
            store
                .url()
                .resolve(
                    "/api/v1/export?match%%5B%%5D=up&start=%d"
                        .formatted((before - LOOK_BACK.toMillis()) / 1_000)));
    // Behind the answer: the samples were to be had no sooner.
    long now = System.currentTimeMillis();
    for (String line : lines.split("\n", -1)) {
      if (!line.isBlank()) {
        JsonNode series = json.readTree(line);
        take(series.get("metric").toString(), series.get("timestamps"), now, counts);
      }
    }
  }

  private void take(String target, JsonNode timestamps, long now, boolean counts) {
    List<Long> known = seen.computeIfAbsent(target, _ -> new ArrayList<>());
    long newest = known.isEmpty() ? Long.MIN_VALUE : known.getLast();
    for (JsonNode timestamp : timestamps) {
      long time = timestamp.asLong();
      if (time > newest) {
        known.add(time);
        if (counts) {
          latencies.record(Duration.ofMillis(now - time));
        }
      }
    }
  }

  private static String get(HttpClient client, URI url) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(url).timeout(TIMEOUT).build(),
            HttpResponse.BodyHandlers.ofString(UTF_8));
    if (answer.statusCode() / 100 != 2) {
      throw new IOException("%s answers %d".formatted(url, answer.statusCode()));
    }
    return answer.body();
  }

  Distribution distribution() {
    return latencies.distribution();
  }

  /** Scrapes that the store lacks between others that it has. */
  long missing(Duration interval) {
    long missing = 0;
    for (List<Long> times : seen.values()) {
      Collections.sort(times);
      for (int i = 1; i < times.size(); i++) {
        missing += Math.round((double) (times.get(i) - times.get(i - 1)) / interval.toMillis()) - 1;
      }
    }
    return missing;
  }
}
