package io.benchstream.discovery.kubernetes;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.discovery.connector.ConnectorFleet;
import io.benchstream.discovery.connector.ConnectorSpec;
import io.benchstream.discovery.connector.SourceException;
import io.benchstream.discovery.prometheus.ScrapeJobSource;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodListBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.api.model.WatchEventBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import io.fabric8.mockwebserver.http.Response;
import io.fabric8.mockwebserver.http.WebSocket;
import io.fabric8.mockwebserver.http.WebSocketListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * An API server whose watch expires (410 Gone): what changed meanwhile was told to nobody, so pods
 * are listed anew, and nothing that stands is lost on the way.
 */
class WatchExpiryIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<LifecycleEvent> sent = new CopyOnWriteArrayList<>();

  /** Lists the pods that stand, and takes watches whose events the test sends. */
  private static final class Api extends Dispatcher {
    private final BlockingQueue<WebSocket> watches = new LinkedBlockingQueue<>();
    private final AtomicInteger lists = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile List<Pod> pods = List.of();

    void stand(int version, String... names) {
      pods = Arrays.stream(names).map(name -> annotated(name, version)).toList();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
      String path = request.getPath();
      if (!path.startsWith("/api/v1/pods")) {
        return new MockResponse().setResponseCode(404);
      }
      if (path.contains("watch=true")) {
        return new MockResponse()
            .withWebSocketUpgrade(
                new WebSocketListener() {
                  @Override
                  public void onOpen(WebSocket socket, Response response) {
                    watches.add(socket);
                  }
                });
      }
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        return new MockResponse().setResponseCode(503);
      }
      lists.incrementAndGet();
      return new MockResponse()
          .setResponseCode(200)
          .setHeader("Content-Type", "application/json")
          .setBody(
              Serialization.asJson(
                  new PodListBuilder()
                      .withNewMetadata()
                      .withResourceVersion(pods.getFirst().getMetadata().getResourceVersion())
                      .endMetadata()
                      .withItems(pods)
                      .build()));
    }

    WebSocket watch() throws InterruptedException {
      WebSocket watch = watches.poll(PATIENCE.toSeconds(), SECONDS);
      assertThat(watch).as("a watch").isNotNull();
      return watch;
    }
  }

  private static Pod annotated(String name, int version) {
    return new PodBuilder(
            InformerTargetsIT.pod(
                name, "10.1.0." + name.charAt(0) % 100, Map.of("prometheus.io/scrape", "true")))
        .editMetadata()
        .withUid(name)
        .withResourceVersion(Integer.toString(version))
        .endMetadata()
        .build();
  }

  private static void send(WebSocket watch, WatchEvent event) {
    assertThat(watch.send(Serialization.asJson(event))).isTrue();
  }

  private static WatchEvent gone() {
    return new WatchEventBuilder()
        .withType("ERROR")
        .withObject(
            new StatusBuilder()
                .withStatus("Failure")
                .withReason("Expired")
                .withMessage("too old resource version: 1 (3)")
                .withCode(410)
                .build())
        .build();
  }

  private static WatchEvent added(HasMetadata object) {
    return new WatchEventBuilder().withType("ADDED").withObject(object).build();
  }

  /** Names of the pods that are targets by what was told last. */
  private List<String> told() {
    Map<String, List<String>> byJob = new HashMap<>();
    for (LifecycleEvent event : sent) {
      byJob.put(String.valueOf(event.getJob()), pods(event));
    }
    return byJob.getOrDefault("kubernetes-pods", List.of());
  }

  private static List<String> pods(LifecycleEvent event) {
    return event.getEndpoints().stream()
        .map(Endpoint::getLabels)
        .map(labels -> labels.get("pod"))
        .sorted()
        .toList();
  }

  @Test
  void aWatchThatExpiresLosesNoTarget() throws Exception {
    Api api = new Api();
    api.stand(1, "a", "b");
    KubernetesMockServer server =
        new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), api, false);
    server.init();
    ScrapeJobSource source = source(server);
    // Longer than the test: what happens, happens because the API server says so.
    ConnectorSpec spec =
        new ConnectorSpec(
            "k8s",
            "k8s",
            "/test/k8s",
            Duration.ofMinutes(10),
            Duration.ofMillis(200),
            null,
            () -> source);
    try (ConnectorFleet fleet =
        new ConnectorFleet(
            List.of(spec), sent::addAll, new SimpleMeterRegistry(), Clock.systemUTC())) {
      fleet.own("k8s", List.of());
      await().atMost(PATIENCE).until(() -> told().equals(List.of("a", "b")));
      WebSocket first = api.watch();

      // One goes and one comes while the watch says nothing; the next lists fail, too.
      api.stand(3, "a", "c");
      api.failures.set(2);
      send(first, gone());

      await().atMost(PATIENCE).until(() -> told().equals(List.of("a", "c")));
      assertThat(api.lists).hasValueGreaterThanOrEqualTo(2);
      assertThat(sent)
          .filteredOn(event -> "kubernetes-pods".equals(event.getJob()))
          .allSatisfy(event -> assertThat(pods(event)).contains("a"));

      send(api.watch(), added(annotated("d", 4)));
      await().atMost(PATIENCE).until(() -> told().equals(List.of("a", "c", "d")));
    } finally {
      server.destroy();
    }
  }

  private static ScrapeJobSource source(KubernetesMockServer server) {
    return ScrapeJobSource.of(
        new KubernetesConfig(null, null, null, null, List.of("pod"), null).scrapeFile(),
        "k8s",
        Map.of(),
        request -> {
          throw new SourceException("no pages here");
        },
        (discovery, changed) -> new InformerTargets(server.createClient(), discovery, changed),
        Clock.systemUTC());
  }
}
