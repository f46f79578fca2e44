package io.benchstream.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.gateway.artifact.SampleSession;
import io.benchstream.gateway.view.KpiFeed;
import io.benchstream.gateway.view.LatestKpis;
import io.benchstream.schemas.KpiWindow;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream of KPIs over a real connection. */
@Timeout(60)
class KpiStreamIT {
  private static final LatestKpis.Filter ALL =
      new LatestKpis.Filter(null, null, null, null, null, Instant.EPOCH);

  private final Vertx vertx = Vertx.vertx();
  private final KpiFeed feed = new KpiFeed(1, 10);
  private final HttpClient client = HttpClient.newHttpClient();
  private URI url = URI.create("http://127.0.0.1");

  @BeforeEach
  void start() throws Exception {
    KpiStream stream = new KpiStream(feed, Duration.ofMillis(50));
    Router router = Router.router(vertx);
    router.get().handler(context -> stream.open(context, ALL)).failureHandler(Answers::failure);
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    url = URI.create("http://127.0.0.1:" + server.actualPort() + "/");
  }

  @AfterEach
  void stop() {
    client.shutdownNow();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private HttpResponse<InputStream> open() throws Exception {
    return client.send(
        HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofInputStream());
  }

  @Test
  void silentStreamBeatsAndStillTellsWhatComes() throws Exception {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(open().body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo(": KPIs as they are computed");
      for (int beat = 0; beat < 3; beat++) {
        assertThat(lines.readLine()).isEmpty();
        assertThat(lines.readLine()).isEqualTo(": still here");
      }
      KpiWindow window = SampleSession.windows().getFirst();
      feed.put(window);
      String line = lines.readLine();
      while (line.isEmpty() || line.startsWith(":")) {
        line = lines.readLine();
      }
      assertThat(line).isEqualTo("event: kpi");
      assertThat(lines.readLine()).startsWith("data: {").contains(window.getKpi());
    }
  }

  @Test
  void placeOfAListenerThatHasGoneIsFree() throws Exception {
    HttpResponse<InputStream> first = open();
    HttpResponse<InputStream> second = open();
    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(second.headers().firstValue("Retry-After")).contains("10");
    assertThat(second.headers().firstValue("Content-Type")).contains("application/problem+json");

    first.body().close();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              HttpResponse<InputStream> next = open();
              next.body().close();
              return next.statusCode() == 200;
            });
  }
}
