package io.benchstream.publisher.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.benchstream.publisher.vmagent.SampleTargets;
import io.benchstream.publisher.vmagent.ScrapeConfig;
import io.benchstream.publisher.vmagent.ScrapeConfigRenderer;
import io.benchstream.schemas.Target;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigMapSinkTest {
  private static final String NAMESPACE = "monitoring";
  private static final Target ALPHA = SampleTargets.vllm("1", "a:1").build();
  private static final Target BETA =
      SampleTargets.vllm("2", "b:1").setCluster("beta").setKind("node").build();

  private final ApplyingDispatcher dispatcher = new ApplyingDispatcher();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(), new MockWebServer(), new HashMap<>(), dispatcher, false);
  private KubernetesClient client;
  private ConfigMapSink sink;

  @BeforeEach
  void start() {
    server.init();
    client = server.createClient();
    sink = new ConfigMapSink(client, NAMESPACE, "vmagent", 3);
  }

  @AfterEach
  void stop() {
    client.close();
    server.destroy();
  }

  @Test
  void theMapsHoldTheConfigurationAndNothingElse() throws IOException {
    ScrapeConfig config = render(ALPHA, BETA);

    assertThat(sink.write(config)).isTrue();

    assertThat(map("vmagent").getData()).containsOnly(Map.entry("prometheus.yml", config.main()));
    assertThat(jobs(3)).isEqualTo(config.jobs());
    assertThat(map("vmagent-jobs-0").getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/managed-by", "benchstream-config-publisher");
  }

  @Test
  void filesOfRemovedJobsGo() throws IOException {
    sink.write(render(ALPHA, BETA));

    ScrapeConfig less = render(ALPHA);
    assertThat(sink.write(less)).isTrue();

    assertThat(jobs(3)).isEqualTo(less.jobs());
    assertThat(map("vmagent").getData()).containsValue(less.main());
  }

  @Test
  void whatIsRightIsNotTouchedAlsoAfterARestart() throws IOException {
    sink.write(render(ALPHA, BETA));
    String before = map("vmagent").getMetadata().getResourceVersion();
    int requests = server.getRequestCount();

    assertThat(sink.write(render(BETA, ALPHA))).isFalse();
    assertThat(server.getRequestCount()).isEqualTo(requests);

    assertThat(new ConfigMapSink(client, NAMESPACE, "vmagent", 3).write(render(ALPHA, BETA)))
        .isFalse();
    assertThat(map("vmagent").getMetadata().getResourceVersion()).isEqualTo(before);
  }

  @Test
  void largeConfigurationsAreShared() throws IOException {
    Target[] targets = new Target[10_000];
    for (int i = 0; i < targets.length; i++) {
      targets[i] =
          SampleTargets.vllm("t" + i, "10.0.%d.%d:80".formatted(i / 250, i % 250))
              .setKind("k" + i % 3)
              .build();
    }
    ScrapeConfig config = render(targets);

    assertThat(config.jobs().values().stream().mapToInt(String::length).sum())
        .isGreaterThan(1 << 20);
    sink.write(config);

    assertThat(jobs(3)).isEqualTo(config.jobs());
    for (int i = 0; i < 3; i++) {
      assertThat(ConfigMapSplit.size(map("vmagent-jobs-" + i).getData())).isLessThan(1 << 20);
    }
  }

  @Test
  void anApiServerThatRefusesIsAnErrorThatNamesTheMap() throws IOException {
    dispatcher.refusing = true;
    assertThatThrownBy(() -> sink.write(render(ALPHA)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("monitoring/vmagent");

    dispatcher.refusing = false;
    ScrapeConfig config = render(ALPHA);
    assertThat(sink.write(config)).isTrue();
    assertThat(jobs(3)).isEqualTo(config.jobs());
  }

  private static ScrapeConfig render(Target... targets) {
    return new ScrapeConfigRenderer("").render(Arrays.asList(targets));
  }

  private ConfigMap map(String name) {
    return client.configMaps().inNamespace(NAMESPACE).withName(name).require();
  }

  private Map<String, String> jobs(int count) {
    Map<String, String> all = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      Map<String, String> data = map("vmagent-jobs-" + i).getData();
      if (data != null) {
        all.putAll(data);
      }
    }
    return all;
  }
}
