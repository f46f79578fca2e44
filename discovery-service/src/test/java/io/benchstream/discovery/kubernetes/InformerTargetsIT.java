package io.benchstream.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.benchstream.discovery.connector.Pages;
import io.benchstream.discovery.connector.Sighting;
import io.benchstream.discovery.connector.Snapshot;
import io.benchstream.discovery.connector.SourceException;
import io.benchstream.discovery.prometheus.Discovery;
import io.benchstream.discovery.prometheus.KubernetesTargets;
import io.benchstream.discovery.prometheus.ScrapeJobSource;
import io.benchstream.schemas.HttpClientConfig;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Informers on fabric8's mock of an API server, which keeps objects and answers watches. */
@EnableKubernetesMockClient(crud = true)
class InformerTargetsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @SuppressWarnings("NullAway.Init") // by the extension
  KubernetesMockServer server;

  @SuppressWarnings("NullAway.Init") // by the extension
  KubernetesClient client;

  static Pod pod(String name, String ip, Map<String, String> annotations) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("ml")
        .withAnnotations(annotations)
        .addToLabels("app.kubernetes.io/name", "vllm")
        .endMetadata()
        .withNewSpec()
        .withNodeName("gpu-1")
        .addNewContainer()
        .withName("server")
        .withImage("vllm:1")
        .addNewPort()
        .withName("http")
        .withContainerPort(8000)
        .withProtocol("TCP")
        .endPort()
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPodIP(ip)
        .withPhase("Running")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  private ScrapeJobSource source(AtomicInteger calls) {
    KubernetesConfig config = new KubernetesConfig(null, null, null, null, null, null);
    Pages none =
        request -> {
          throw new SourceException("no pages here");
        };
    ScrapeJobSource source =
        ScrapeJobSource.of(
            config.scrapeFile(),
            "k8s",
            Map.of(),
            none,
            (discovery, changed) ->
                new InformerTargets(
                    server.createClient(),
                    discovery,
                    () -> {
                      calls.incrementAndGet();
                      changed.run();
                    }),
            Clock.systemUTC());
    source.onChange(() -> {});
    return source;
  }

  private static List<String> addresses(ScrapeJobSource source) throws Exception {
    Snapshot snapshot;
    try {
      snapshot = source.read();
    } catch (SourceException e) {
      return List.of(e.words());
    }
    return snapshot.resources().stream()
        .filter(sighting -> sighting.job() != null)
        .flatMap(sighting -> sighting.endpoints().stream())
        .map(endpoint -> endpoint.getAddress() + endpoint.getPath())
        .sorted()
        .toList();
  }

  @Test
  void annotatedPodsAndServicesComeAndGo() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    try (ScrapeJobSource source = source(calls)) {
      client
          .resource(
              pod(
                  "a",
                  "10.1.0.1",
                  Map.of("prometheus.io/scrape", "true", "prometheus.io/path", "/stats")))
          .create();
      client.resource(pod("b", "10.1.0.2", Map.of())).create();
      await()
          .atMost(PATIENCE)
          .until(() -> addresses(source).equals(List.of("10.1.0.1:8000/stats")));
      Sighting job =
          source.read().resources().stream()
              .filter(sighting -> "kubernetes-pods".equals(sighting.job()))
              .findFirst()
              .orElseThrow();
      assertThat(job.endpoints().getFirst().getLabels())
          .containsEntry("namespace", "ml")
          .containsEntry("pod", "a")
          .containsEntry("node", "gpu-1");

      int before = calls.get();
      client
          .resource(
              new ServiceBuilder()
                  .withNewMetadata()
                  .withName("router")
                  .withNamespace("ml")
                  .addToAnnotations("prometheus.io/scrape", "true")
                  .addToAnnotations("prometheus.io/port", "9090")
                  .endMetadata()
                  .withNewSpec()
                  .addNewPort()
                  .withPort(80)
                  .endPort()
                  .endSpec()
                  .build())
          .create();
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  addresses(source)
                      .equals(List.of("10.1.0.1:8000/stats", "router.ml.svc:9090/metrics")));
      assertThat(calls.get()).isGreaterThan(before);

      client.pods().inNamespace("ml").withName("a").delete();
      await()
          .atMost(PATIENCE)
          .until(() -> addresses(source).equals(List.of("router.ml.svc:9090/metrics")));
    }
  }

  @Test
  void podsHaveTheLabelsThatPrometheusGivesThem() throws Exception {
    client.resource(pod("a", "10.1.0.1", Map.of())).create();
    try (KubernetesTargets targets =
        new InformerTargets(
            server.createClient(),
            new Discovery.Kubernetes(
                "pod", List.of("ml"), "", "", HttpClientConfig.newBuilder().build(), "", ""),
            () -> {})) {
      await().atMost(PATIENCE).until(() -> known(targets).size() == 1);

      assertThat(targets.targets().getFirst())
          .containsEntry("__address__", "10.1.0.1:8000")
          .containsEntry("__meta_kubernetes_namespace", "ml")
          .containsEntry("__meta_kubernetes_pod_name", "a")
          .containsEntry("__meta_kubernetes_pod_ip", "10.1.0.1")
          .containsEntry("__meta_kubernetes_pod_ready", "true")
          .containsEntry("__meta_kubernetes_pod_phase", "Running")
          .containsEntry("__meta_kubernetes_pod_node_name", "gpu-1")
          .containsEntry("__meta_kubernetes_pod_label_app_kubernetes_io_name", "vllm")
          .containsEntry("__meta_kubernetes_pod_labelpresent_app_kubernetes_io_name", "true")
          .containsEntry("__meta_kubernetes_pod_container_name", "server")
          .containsEntry("__meta_kubernetes_pod_container_image", "vllm:1")
          .containsEntry("__meta_kubernetes_pod_container_init", "false")
          .containsEntry("__meta_kubernetes_pod_container_port_name", "http")
          .containsEntry("__meta_kubernetes_pod_container_port_number", "8000")
          .containsEntry("__meta_kubernetes_pod_container_port_protocol", "TCP");
    }
  }

  private static List<Map<String, String>> known(KubernetesTargets targets) {
    try {
      return targets.targets();
    } catch (SourceException e) {
      return List.of();
    }
  }
}
