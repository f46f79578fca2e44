package io.benchstream.discovery.event;

import static io.benchstream.discovery.Events.at;
import static io.benchstream.discovery.Events.cluster;
import static io.benchstream.discovery.Events.endpoint;
import static io.benchstream.discovery.Events.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.schemas.Authorization;
import io.benchstream.schemas.BasicAuth;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.HttpClientConfig;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.RelabelConfig;
import io.benchstream.schemas.ResourceType;
import io.benchstream.schemas.ScrapeLimits;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventValidatorTest {
  private final EventValidator validator = new EventValidator(Duration.ofMinutes(5));

  @Test
  void acceptsAWholeEvent() {
    LifecycleEvent event =
        job("gpu-a", "3607637", Phase.RUNNING, 0)
            .setKind("vllm")
            .setLabels(Map.of("benchmark", "true", "model", "llama"))
            .setAttributes(Map.of("nodes", "gpu001"))
            .setEndpoints(
                List.of(
                    Endpoint.newBuilder()
                        .setKind("vllm")
                        .setScheme("https")
                        .setAddress("[::1]:8000")
                        .setPath("/metrics/vllm/3607637")
                        .setParams(Map.of("format", List.of("prometheus")))
                        .setLabels(Map.of("instance", "a"))
                        .setSettings(settings(ScrapeSettings.newBuilder()))
                        .build()))
            .build();

    assertThat(check(event)).isEqualTo(new Intake.Accepted(event));
  }

  @Test
  void refusesIdsThatAreNone() {
    rejected(cluster("a b", Phase.RUNNING, 0), "cluster", "'a b' is not an id");
    rejected(cluster("..", Phase.RUNNING, 0), "cluster", "is not an id");
    rejected(cluster("a".repeat(254), Phase.RUNNING, 0), "cluster", "is not an id");
    rejected(job("a", "x/y", Phase.RUNNING, 0), "job", "[A-Za-z0-9._-]");
    rejected(cluster("a", Phase.RUNNING, 0).setId(""), "id", "is empty");
    rejected(cluster("a", Phase.RUNNING, 0).setSource("a\nb"), "source", "control character");
    rejected(cluster("a", Phase.RUNNING, 0).setId("x".repeat(513)), "id", "512");
  }

  @Test
  void wantsTheJobWhereItIsAboutOne() {
    rejected(cluster("a", Phase.RUNNING, 0).setJob("1"), "job", "stands in an event of a cluster");
    rejected(
        cluster("a", Phase.RUNNING, 0).setResourceType(ResourceType.JOB), "job", "is not an id");
    rejected(
        cluster("a", Phase.RUNNING, 0).setResourceType(ResourceType.UNKNOWN),
        "resourceType",
        "use CLUSTER or JOB");
  }

  @Test
  void refusesPhasesOfNewerSchemas() {
    rejected(cluster("a", Phase.UNKNOWN, 0), "phase", "RUNNING");
  }

  @Test
  void refusesTimesThatCannotBe() {
    rejected(
        cluster("a", Phase.RUNNING, 0).setTime(Instant.ofEpochMilli(1_767_225_600)),
        "time",
        "milliseconds since 1970, not seconds");
    rejected(cluster("a", Phase.RUNNING, 0).setTime(at(301)), "time", "300 s ahead of this clock");
    assertThat(check(cluster("a", Phase.RUNNING, 300).build())).isInstanceOf(Intake.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"__name__", "__address__", "0a", "a-b", "", "cluster", "job", "instance"})
  void refusesLabelNames(String name) {
    rejected(cluster("a", Phase.RUNNING, 0).setLabels(Map.of(name, "x")), "labels." + name, "");
  }

  @Test
  void anEndpointMaySetItsInstanceOnly() {
    assertThat(check(withEndpoint(endpoint -> endpoint.setLabels(Map.of("instance", "a"))).build()))
        .isInstanceOf(Intake.Accepted.class);
    rejected(
        withEndpoint(endpoint -> endpoint.setLabels(Map.of("job", "a"))),
        "endpoints[0].labels.job",
        "rename it, for example to exported_job");
  }

  @Test
  void refusesLabelValues() {
    rejected(
        cluster("a", Phase.RUNNING, 0).setLabels(Map.of("x", "%{SECRET}")), "labels.x", "vmagent");
    rejected(
        cluster("a", Phase.RUNNING, 0).setLabels(Map.of("x", "a\u0000")), "labels.x", "control");
    rejected(
        cluster("a", Phase.RUNNING, 0).setLabels(Map.of("x", "\ud800")), "labels.x", "Unicode");
    rejected(
        cluster("a", Phase.RUNNING, 0).setLabels(Map.of("x", "y".repeat(1025))),
        "labels.x",
        "has 1025 characters, the limit is 1024");
    Map<String, String> many = new HashMap<>();
    for (int i = 0; i < 65; i++) {
      many.put("l" + i, "x");
    }
    rejected(cluster("a", Phase.RUNNING, 0).setLabels(many), "labels", "more than 64");
  }

  @Test
  void refusesEndpoints() {
    rejected(withEndpoint(e -> e.setAddress("10.0.0.2")), "endpoints[0].address", "host:port");
    rejected(withEndpoint(e -> e.setScheme("ftp")), "endpoints[0].scheme", "http or https");
    rejected(withEndpoint(e -> e.setKind("Ray Node")), "endpoints[0].kind", "ray-node");
    rejected(withEndpoint(e -> e.setPath("metrics")), "endpoints[0].path", "/metrics");
    rejected(withEndpoint(e -> e.setPath("/m?x=1")), "endpoints[0].path", "params");
    rejected(withEndpoint(e -> e.setPath("/a b")), "endpoints[0].path", "%20");
    rejected(
        withEndpoint(e -> e.setParams(Map.of("a", List.of("%{X}")))),
        "endpoints[0].params.a",
        "vmagent");
  }

  @Test
  void refusesSettings() {
    rejected(withSettings(s -> s.setScrapeIntervalMs(99)), "scrape_interval_ms", "'99'");
    rejected(withSettings(s -> s.setScrapeIntervalMs(86_400_001)), "scrape_interval_ms", "outside");
    rejected(withSettings(s -> s.setScrapeTimeoutMs(0)), "scrape_timeout_ms", "outside 1");
    rejected(
        withSettings(s -> s.setScrapeIntervalMs(1000).setScrapeTimeoutMs(1001)),
        "scrape_timeout_ms",
        "not longer than the interval");
    rejected(
        withSettings(s -> s.setLimits(ScrapeLimits.newBuilder().setSampleLimit(-1).build())),
        "limits.sample_limit",
        "negative");
  }

  @Test
  void takesAndRefusesRelabelingRulesAsPrometheusDoes() {
    RelabelConfig drop =
        RelabelConfig.newBuilder().setAction("labeldrop").setRegex("pod|instance").build();
    RelabelConfig equal =
        RelabelConfig.newBuilder()
            .setAction("keepequal")
            .setSourceLabels(List.of("a"))
            .setTargetLabel("b")
            .build();
    assertThat(check(withSettings(s -> s.setMetricRelabelConfigs(List.of(drop, equal))).build()))
        .isInstanceOf(Intake.Accepted.class);
    RelabelConfig regex = RelabelConfig.newBuilder(drop).setRegex("(").build();
    rejected(
        withSettings(s -> s.setMetricRelabelConfigs(List.of(drop, regex))),
        "settings.metric_relabel_configs[1].regex",
        "Prometheus refuses");
    RelabelConfig action = RelabelConfig.newBuilder(drop).setAction("explode").build();
    rejected(
        withSettings(s -> s.setMetricRelabelConfigs(List.of(action))),
        "metric_relabel_configs[0].action",
        "explode");
    RelabelConfig condition = RelabelConfig.newBuilder(drop).setIf$("{a=").build();
    rejected(
        withSettings(s -> s.setMetricRelabelConfigs(List.of(condition))),
        "metric_relabel_configs[0].if",
        "no series selector");
  }

  @Test
  void refusesSecretsWithoutOrWithTwoPlaces() {
    SecretRef none = SecretRef.newBuilder().build();
    SecretRef both = SecretRef.newBuilder().setFile("/a").setEnv("A").build();
    SecretRef one = SecretRef.newBuilder().setEnv("A").build();
    rejected(
        withHttp(h -> h.setAuthorization(Authorization.newBuilder().setCredentials(none).build())),
        "http.authorization.credentials",
        "exactly one place");
    rejected(
        withHttp(
            h -> h.setBasicAuth(BasicAuth.newBuilder().setUsername("u").setPassword(both).build())),
        "http.basic_auth.password",
        "exactly one place");
    rejected(withHttp(h -> h.setHeaders(Map.of("X-Key", none))), "http.headers.X-Key", "neither");
    rejected(
        withHttp(
            h ->
                h.setBasicAuth(BasicAuth.newBuilder().setUsername("u").setPassword(one).build())
                    .setAuthorization(Authorization.newBuilder().setCredentials(one).build())),
        "http",
        "exclude each other");
  }

  @Test
  void refusesAttributes() {
    rejected(
        cluster("a", Phase.RUNNING, 0).setAttributes(Map.of("benchstream.ended_at", "1")),
        "attributes.benchstream.ended_at",
        "reserved");
    rejected(
        cluster("a", Phase.RUNNING, 0).setAttributes(Map.of("nodes", "x".repeat(200_001))),
        "attributes.nodes",
        "200000");
  }

  @Test
  void namesEveryProblemUpToALimit() {
    LifecycleEvent event =
        cluster("a b", Phase.RUNNING, 0)
            .setEndpoints(Collections.nCopies(100, endpoint("nowhere")))
            .build();

    assertThat(check(event))
        .isInstanceOfSatisfying(
            Intake.Invalid.class, invalid -> assertThat(invalid.rejections()).hasSize(8));
  }

  @Test
  void shortensAndCleansWhatItQuotes() {
    Rejection rejection =
        new Rejection("f", "a\nb" + "x".repeat(200), "is wrong", "write it right");

    assertThat(rejection.message())
        .startsWith("f: 'a?bxxx")
        .endsWith("...' is wrong; write it right");
    assertThat(rejection.value()).hasSize(123);
  }

  private Intake check(LifecycleEvent event) {
    return validator.check(event, at(0));
  }

  private void rejected(LifecycleEvent.Builder event, String field, String words) {
    assertThat(check(event.build()))
        .isInstanceOfSatisfying(
            Intake.Invalid.class,
            invalid ->
                assertThat(invalid.rejections())
                    .anySatisfy(
                        rejection -> {
                          assertThat(rejection.field()).endsWith(field);
                          assertThat(rejection.message()).contains(words);
                        }));
  }

  private static LifecycleEvent.Builder withEndpoint(Consumer<Endpoint.Builder> change) {
    Endpoint.Builder endpoint = Endpoint.newBuilder().setAddress("10.0.0.2:80");
    change.accept(endpoint);
    return cluster("a", Phase.RUNNING, 0).setEndpoints(List.of(endpoint.build()));
  }

  private static LifecycleEvent.Builder withSettings(Consumer<ScrapeSettings.Builder> change) {
    ScrapeSettings.Builder builder = ScrapeSettings.newBuilder();
    change.accept(builder);
    return withEndpoint(endpoint -> endpoint.setSettings(settings(builder)));
  }

  private static LifecycleEvent.Builder withHttp(Consumer<HttpClientConfig.Builder> change) {
    HttpClientConfig.Builder http = HttpClientConfig.newBuilder();
    change.accept(http);
    return withSettings(settings -> settings.setHttp(http.build()));
  }

  private static ScrapeSettings settings(ScrapeSettings.Builder builder) {
    return builder.build();
  }
}
