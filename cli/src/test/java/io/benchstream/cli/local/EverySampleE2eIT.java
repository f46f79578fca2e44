package io.benchstream.cli.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Scrape;
import io.benchstream.schemas.topics.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every sample that the workers scrape is in VictoriaMetrics: under the right labels, once, and its
 * series end when they are over. For how long is {@code -Dbenchstream.it.run_seconds}, 8 by
 * default.
 */
@ExtendWith(SharedInstallation.class)
class EverySampleE2eIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration RUN =
      Duration.ofSeconds(Integer.getInteger("benchstream.it.run_seconds", 8));
  private static final String JOB = "every-sample";
  private static final String SELECTOR =
      "{job=\"%s\",__name__=~\"page_number|passing|up\"}".formatted(JOB);

  private final Installation installation;
  private final List<PageServer> servers = new ArrayList<>();
  private final TopicTruth truth = new TopicTruth(JOB);

  EverySampleE2eIT(Installation installation) throws Exception {
    this.installation = installation;
    for (int i = 0; i < 3; i++) {
      servers.add(new PageServer());
    }
  }

  @AfterEach
  void close() {
    servers.forEach(PageServer::close);
  }

  @Test
  void isInTheStoreOnceUnderItsLabelsAndEnds() throws Exception {
    try (AutoCloseable _ =
        installation.session().follow(Topic.SAMPLES, Scrape.class, Instant.now(), truth::take)) {
      installation.emit(
          JOB, Phase.RUNNING, servers.stream().map(PageServer::url).toArray(URI[]::new));
      await()
          .atMost(RUN.plusSeconds(60))
          .pollDelay(RUN)
          .until(() -> servers.stream().allMatch(PageServer::isPassed));
      installation.emit(JOB, Phase.COMPLETED);
      patiently().until(() -> truth.removed() == servers.size());
    }

    Map<String, Map<Long, Double>> expected = truth.samples();
    patiently().untilAsserted(() -> assertThat(stored()).isEqualTo(expected));
    for (PageServer server : servers) {
      assertPages(server, expected);
    }
    assertEnds();
  }

  /** A check of its own, against what was served: nothing is lost between page and topic. */
  private void assertPages(PageServer server, Map<String, Map<Long, Double>> samples) {
    List<Double> pages = pages(server, 0, samples);
    for (int i = 1; i < PageServer.SERIES; i++) {
      assertThat(pages(server, i, samples))
          .as("series %d is of the same pages", i)
          .isEqualTo(pages);
    }
    assertThat(pages).as("pages come in order, each once").isSorted().doesNotHaveDuplicates();
    assertThat(pages.size() + truth.failures())
        .as("pages in the store and scrapes that failed, of the pages served")
        .isGreaterThanOrEqualTo(server.pages());
  }

  private static List<Double> pages(
      PageServer server, int series, Map<String, Map<Long, Double>> samples) {
    return new ArrayList<>(
        samples.getOrDefault(server.labels(series, JOB).toString(), Map.of()).values());
  }

  private void assertEnds() throws IOException {
    long removed = truth.lastRemoved();
    assertThat(seriesAt(SELECTOR, removed - 1)).isPositive();
    assertThat(seriesAt(SELECTOR, removed + 1)).as("series after the end of the job").isZero();
    String passing = "{job=\"%s\",__name__=\"passing\"}".formatted(JOB);
    long gone = truth.lastOf("passing");
    assertThat(seriesAt(passing, gone)).isPositive();
    // By then two more scrapes have had the chance to tell that it is not there any more.
    assertThat(seriesAt(passing, gone + 3 * Installation.INTERVAL.toMillis()))
        .as("a series that is gone from the pages")
        .isZero();
  }

  /** Values by time, by labels; without the markers that end series. */
  private Map<String, Map<Long, Double>> stored() throws IOException {
    installation.store().flush();
    Map<String, Map<Long, Double>> found = new TreeMap<>();
    for (String line : get("api/v1/export?match[]=" + encode(SELECTOR)).lines().toList()) {
      JsonNode series = JSON.readTree(line);
      Map<String, String> labels = new TreeMap<>();
      series.get("metric").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
      Map<Long, Double> samples = found.computeIfAbsent(labels.toString(), _ -> new TreeMap<>());
      for (int i = 0; i < series.get("values").size(); i++) {
        JsonNode value = series.get("values").get(i);
        if (!value.isNull()) {
          samples.put(series.get("timestamps").get(i).asLong(), value.asDouble());
        }
      }
    }
    return found;
  }

  private int seriesAt(String selector, long millis) throws IOException {
    String query =
        "api/v1/query?nocache=1&time=%s&query=%s".formatted(millis / 1000.0, encode(selector));
    return JSON.readTree(get(query)).at("/data/result").size();
  }

  private String get(String path) throws IOException {
    URI store = URI.create(installation.state().storeUrl());
    try (var in = store.resolve(path).toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(60));
  }
}
