package io.benchstream.publisher.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.publisher.rollout.TargetTable;
import io.benchstream.publisher.vmagent.SampleTargets;
import io.benchstream.runtime.health.HttpServers;
import io.benchstream.runtime.health.ServerConfig;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TargetListRoutesIT {
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final TargetTable targets = new TargetTable();
  private int port;

  @BeforeEach
  void listen() {
    Router router = Router.router(vertx);
    new TargetListRoutes(targets).mount(router);
    port = HttpServers.listen(vertx, new ServerConfig(null, 0), "server.port", router).actualPort();
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().get();
  }

  @Test
  void nothingIsSaidBeforeEverythingIsKnown() throws Exception {
    targets.put("1", SampleTargets.vllm("1", "a:1").build());
    assertThat(get("serve-1", null).statusCode()).isEqualTo(503);

    targets.markComplete();
    HttpResponse<String> answer = get("serve-1", null);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body()).startsWith("[{").contains("\"a:1\"");
  }

  @Test
  void aListThatDidNotChangeIsNotSentAgain() throws Exception {
    targets.put("1", SampleTargets.vllm("1", "a:1").build());
    targets.markComplete();
    String tag = get("serve-1", null).headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> same = get("serve-1", tag);
    assertThat(same.statusCode()).isEqualTo(304);
    assertThat(same.body()).isEmpty();

    targets.put("other", SampleTargets.vllm("2", "b:1").setLabels(Map.of("job", "x")).build());
    assertThat(get("serve-1", tag).statusCode()).as("another job changed").isEqualTo(304);

    targets.put("2", SampleTargets.vllm("2", "a:2").build());
    assertThat(get("serve-1", tag).statusCode()).isEqualTo(200);
  }

  @Test
  void aJobThatIsGoneHasNoTargetsAndIsNoError() throws Exception {
    targets.markComplete();

    HttpResponse<String> answer = get("odd%20name%2Fwith%20slash", null);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("[]");
  }

  private HttpResponse<String> get(String job, @org.jspecify.annotations.Nullable String tag)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/sd/" + job));
    if (tag != null) {
      request.header("If-None-Match", tag);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
