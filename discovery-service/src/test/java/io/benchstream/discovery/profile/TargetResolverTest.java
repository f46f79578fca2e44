package io.benchstream.discovery.profile;

import static io.benchstream.discovery.Events.at;
import static io.benchstream.discovery.Events.cluster;
import static io.benchstream.discovery.Events.endpoint;
import static io.benchstream.discovery.Events.job;
import static io.benchstream.discovery.Events.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.discovery.resource.ResourceState;
import io.benchstream.discovery.resource.Transition;
import io.benchstream.runtime.config.ConfigLoader;
import io.benchstream.schemas.Collector;
import io.benchstream.schemas.Endpoint;
import io.benchstream.schemas.LifecycleEvent;
import io.benchstream.schemas.Phase;
import io.benchstream.schemas.Resource;
import io.benchstream.schemas.ScrapeSettings;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.topics.TargetIds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetResolverTest {
  private final TargetResolver resolver =
      new TargetResolver(
          Profiles.load(new ConfigLoader(), null),
          new ScrapeDefaults(Duration.ofSeconds(3), null, null));

  @Test
  void aJobsTargetCarriesClusterJobAndInstance() {
    Target target = only(running("gpu-a", "42", 7, "10.0.0.2:8000"));

    assertThat(target.getLabels())
        .containsOnly(
            Map.entry("cluster", "gpu-a"),
            Map.entry("job", "42"),
            Map.entry("instance", "10.0.0.2:8000"));
    assertThat(target.getId())
        .isEqualTo(TargetIds.of("gpu-a", "42", "10.0.0.2:8000", "/metrics", Map.of()));
    assertThat(target.getKind()).isEqualTo("static");
    assertThat(target.getJob()).isEqualTo("42");
    assertThat(target.getChangedAt()).isEqualTo(at(7));
  }

  @Test
  void aClustersTargetHasItsKindForAJob() {
    Target target =
        only(
            cluster("gpu-a", Phase.RUNNING, 1)
                .setEndpoints(
                    List.of(Endpoint.newBuilder().setKind("dcgm").setAddress("h:9400").build()))
                .build());

    assertThat(target.getJob()).isNull();
    assertThat(target.getLabels()).containsEntry("job", "dcgm").containsEntry("cluster", "gpu-a");
  }

  @Test
  void theEndpointsLabelsWinOverTheResourcesAndEmptyOnesAreNone() {
    Target target =
        only(
            job("a", "1", Phase.RUNNING, 1)
                .setLabels(Map.of("model", "llama", "team", "x", "zone", "1"))
                .setEndpoints(
                    List.of(
                        Endpoint.newBuilder()
                            .setAddress("h:1")
                            .setLabels(Map.of("team", "y", "zone", "", "instance", "node-1"))
                            .build()))
                .build());

    assertThat(target.getLabels())
        .containsOnly(
            Map.entry("cluster", "a"),
            Map.entry("job", "1"),
            Map.entry("instance", "node-1"),
            Map.entry("model", "llama"),
            Map.entry("team", "y"));
  }

  @Test
  void settingsComeFromEndpointThenProfileThenDefaults() {
    assertThat(only(running("a", "1", 1, "h:1")).getSettings())
        .satisfies(
            settings -> {
              assertThat(settings.getScrapeIntervalMs()).isEqualTo(3000);
              assertThat(settings.getScrapeTimeoutMs()).isEqualTo(3000);
              assertThat(settings.getCollector()).isEqualTo(Collector.WORKERS);
              assertThat(settings.getHonorTimestamps()).isTrue();
              assertThat(settings.getLimits().getBodySizeLimit()).isEqualTo(67_108_864);
            });
    LifecycleEvent vllm =
        LifecycleEvent.newBuilder(running("a", "1", 1, "h:1")).setKind("vllm").build();
    assertThat(only(vllm).getSettings().getScrapeIntervalMs()).isEqualTo(5000);
    ScrapeSettings own =
        ScrapeSettings.newBuilder()
            .setScrapeIntervalMs(250)
            .setScrapeTimeoutMs(200)
            .setLimitsBuilder(io.benchstream.schemas.ScrapeLimits.newBuilder())
            .build();
    Endpoint endpoint = Endpoint.newBuilder(endpoint("h:1")).setSettings(own).build();
    assertThat(
            only(LifecycleEvent.newBuilder(vllm).setEndpoints(List.of(endpoint)).build())
                .getSettings())
        .isEqualTo(own);
  }

  @Test
  void aProfileDerivesEndpointsFromAttributes() {
    List<Target> targets =
        targets(
            cluster("r", Phase.RUNNING, 1)
                .setKind("ray")
                .setAttributes(
                    Map.of(
                        "head", "10.0.0.1",
                        "nodes", "10.0.0.1, 10.0.0.2,[::1]",
                        "metrics_export_port", "8080"))
                .build());

    assertThat(targets)
        .extracting(target -> target.getKind() + " " + target.getAddress())
        .containsExactlyInAnyOrder(
            "ray-dashboard 10.0.0.1:44227",
            "ray-autoscaler 10.0.0.1:44217",
            "ray-node 10.0.0.1:8080",
            "ray-node 10.0.0.2:8080",
            "ray-node [::1]:8080");
  }

  @Test
  void anAnnouncedEndpointStandsBeforeADerivedOne() {
    Target target =
        only(
            job("a", "1", Phase.RUNNING, 1)
                .setKind("vllm")
                .setAttributes(Map.of("nodes", "h"))
                .setEndpoints(
                    List.of(
                        Endpoint.newBuilder()
                            .setAddress("h:8000")
                            .setLabels(Map.of("engine", "0"))
                            .build()))
                .build());

    assertThat(target.getLabels()).containsEntry("engine", "0");
  }

  @ParameterizedTest
  @CsvSource({
    "nodes, gpu[004-001], attributes.nodes",
    "nodes, 'a,b c', attributes.nodes",
    "metrics_export_port, 0, attributes.metrics_export_port",
    "metrics_export_port, 99999, attributes.metrics_export_port",
    "metrics_export_port, x, attributes.metrics_export_port"
  })
  void refusesAttributesThatAreNoHostsOrPorts(String name, String value, String field) {
    Map<String, String> attributes =
        name.equals("nodes") ? Map.of(name, value) : Map.of(name, value, "nodes", "a");

    assertThat(refusal(cluster("r", Phase.RUNNING, 1).setKind("ray").setAttributes(attributes)))
        .startsWith(field + ": '" + value);
  }

  @Test
  void refusesAKindWithoutProfile() {
    assertThat(refusal(cluster("r", Phase.RUNNING, 1).setKind("nomad")))
        .contains("kind: 'nomad' is not a monitor profile", "slurm, slurm-job, static, vllm");
  }

  @Test
  void refusesTheSameEndpointTwice() {
    assertThat(
            refusal(
                job("a", "1", Phase.RUNNING, 1)
                    .setEndpoints(List.of(endpoint("h:1"), endpoint("h:1")))))
        .contains("'h:1/metrics' is announced twice");
  }

  @Test
  void refusesTargetsThatCannotBeToldApart() {
    Endpoint other = Endpoint.newBuilder(endpoint("h:1")).setPath("/more").build();

    assertThat(
            refusal(job("a", "1", Phase.RUNNING, 1).setEndpoints(List.of(endpoint("h:1"), other))))
        .contains("h:1/metrics", "h:1/more", "same labels", "metrics_path");
    Endpoint labelled =
        Endpoint.newBuilder(other).setLabels(Map.of("metrics_path", "/more")).build();
    assertThat(
            targets(
                job("a", "1", Phase.RUNNING, 1)
                    .setEndpoints(List.of(endpoint("h:1"), labelled))
                    .build()))
        .hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"169.254.0.1", "169.254.169.254", "'[fe80::1]'", "'[::ffff:169.254.169.254]'"})
  void deniesLinkLocalAddressesWhetherAnnouncedOrDerived(String host) {
    assertThat(
            denial(
                job("a", "1", Phase.RUNNING, 1)
                    .setEndpoints(List.of(endpoint("h:1"), endpoint(host + ":80")))))
        .contains("'%s:80' may not be scraped".formatted(host), "link-local");
    assertThat(
            denial(
                cluster("a", Phase.RUNNING, 1)
                    .setKind("ray")
                    .setAttributes(Map.of("nodes", "h," + host))))
        .contains("'%s:54311' may not be scraped".formatted(host));
  }

  private String denial(LifecycleEvent.Builder event) {
    LifecycleEvent built = event.build();
    return ((Resolution.Denied) resolver.targets(resource(built), built.getTime()))
        .rejection()
        .message();
  }

  private Target only(LifecycleEvent event) {
    List<Target> targets = targets(event);
    assertThat(targets).hasSize(1);
    return targets.getFirst();
  }

  private List<Target> targets(LifecycleEvent event) {
    return ((Resolution.Targets) resolver.targets(resource(event), event.getTime())).targets();
  }

  private String refusal(LifecycleEvent.Builder event) {
    LifecycleEvent built = event.build();
    return ((Resolution.Refused) resolver.targets(resource(built), built.getTime()))
        .rejection()
        .message();
  }

  private static Resource resource(LifecycleEvent event) {
    return ((Transition.Applied) ResourceState.of(null).on(event)).next();
  }
}
