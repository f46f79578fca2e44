package io.benchstream.cli.compose;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.benchstream.cli.topics.StrimziTopics;
import io.benchstream.gateway.GatewayConfig;
import io.benchstream.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The manifests hang together: what one names, another has. */
class KubernetesManifestsTest {
  private static final Path KUBERNETES = Path.of("..", "kubernetes");
  private static final Path BASE = KUBERNETES.resolve("base");
  private static final Path TOPICS = KUBERNETES.resolve("strimzi/topics.yaml");

  private final JsonNode kustomization =
      new YAMLMapper().readTree(BASE.resolve("kustomization.yaml").toFile());
  private final List<JsonNode> resources = new ArrayList<>();

  KubernetesManifestsTest() throws IOException {
    for (JsonNode file : kustomization.required("resources")) {
      resources.addAll(documents(BASE.resolve(file.asText())));
    }
  }

  @Test
  void topicsAreThoseOfTheCatalogue() throws IOException {
    Topics topics = new Topics(Topics.DEFAULT_PREFIX, Topics.DEFAULT_PARTITIONS, (short) 3);
    String yaml =
        "# Made by: benchstream topics --strimzi kafka --bootstrap-server any:9092"
            + " --replication-factor 3\n"
            + StrimziTopics.yaml(topics, "kafka");

    if (Boolean.getBoolean("benchstream.docs.write")) {
      Files.writeString(TOPICS, yaml);
    }
    assertThat(TOPICS)
        .as(
            "made anew by ./mvnw -pl cli -am test -Dtest=KubernetesManifestsTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dbenchstream.docs.write=true")
        .content()
        .isEqualTo(yaml);
  }

  @Test
  void kustomizeNamesEveryFile() throws IOException {
    TreeSet<String> named = new TreeSet<>(List.of("kustomization.yaml"));
    kustomization.required("resources").forEach(file -> named.add(file.asText()));
    kustomization
        .required("configMapGenerator")
        .get(0)
        .required("files")
        .forEach(file -> named.add(file.asText()));
    TreeSet<String> there = new TreeSet<>();
    for (String directory : List.of("", "config/")) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(BASE.resolve(directory), "*.yaml")) {
        files.forEach(file -> there.add(directory + file.getFileName()));
      }
    }

    assertThat(named).isEqualTo(there);
  }

  @Test
  void podsRunWithoutPrivileges() {
    for (JsonNode workload : workloads()) {
      JsonNode pod = workload.at("/spec/template/spec");
      String name = workload.at("/metadata/name").asText();
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).as(name).isTrue();
      assertThat(pod.at("/securityContext/seccompProfile/type").asText())
          .as(name)
          .isEqualTo("RuntimeDefault");
      for (JsonNode container : pod.required("containers")) {
        JsonNode security = container.required("securityContext");
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).as(name).isTrue();
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).as(name).isFalse();
        assertThat(security.at("/capabilities/drop/0").asText()).as(name).isEqualTo("ALL");
        assertThat(container.at("/resources/limits/memory").asText()).as(name).isNotEmpty();
        assertThat(container.has("readinessProbe")).as(name).isTrue();
      }
    }
  }

  @Test
  void whatAWorkloadNamesIsThere() {
    Set<String> accounts = names("ServiceAccount");
    Set<String> services = names("Service");
    for (JsonNode workload : workloads()) {
      JsonNode pod = workload.at("/spec/template/spec");
      String name = workload.at("/metadata/name").asText();
      assertThat(services).contains(name);
      if (pod.has("serviceAccountName")) {
        assertThat(accounts).contains(pod.required("serviceAccountName").asText());
      } else {
        assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).as(name).isFalse();
      }
      assertThat(workload.at("/spec/selector/matchLabels/app.kubernetes.io~1name").asText())
          .isEqualTo(name);
      assertThat(workload.at("/spec/template/metadata/labels/app.kubernetes.io~1name").asText())
          .isEqualTo(name);
      for (JsonNode container : pod.required("containers")) {
        TreeSet<String> volumes = new TreeSet<>();
        pod.required("volumes").forEach(volume -> volumes.add(volume.required("name").asText()));
        workload
            .at("/spec/volumeClaimTemplates")
            .forEach(claim -> volumes.add(claim.at("/metadata/name").asText()));
        container
            .required("volumeMounts")
            .forEach(mount -> assertThat(volumes).contains(mount.required("name").asText()));
      }
    }
  }

  @Test
  void servicesListenWhereTheyAreAsked() {
    Map<String, Integer> ports = new TreeMap<>();
    for (JsonNode workload : workloads()) {
      ports.put(
          workload.at("/metadata/name").asText(),
          workload.at("/spec/template/spec/containers/0/ports/0/containerPort").asInt());
    }

    assertThat(ports)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "discovery-service", ServiceConfigs.port("discovery-service"),
                "scrape-workers", ServiceConfigs.port("scrape-workers"),
                "aggregator-streams", ServiceConfigs.port("aggregator-streams"),
                "config-publisher", ServiceConfigs.port("config-publisher"),
                "gateway", ServiceConfigs.port("gateway"),
                "vmagent", 8429));
  }

  @Test
  void thePublisherMayWriteTheMapsThatItIsToldToAndThatVmagentReads() {
    var vmagent = ServiceConfigs.publisher(BASE.resolve("config")).vmagent();
    assertThat(vmagent).isNotNull();
    var map = vmagent.configMap();
    assertThat(map).isNotNull();
    TreeSet<String> maps = new TreeSet<>(List.of(map.name()));
    for (int i = 0; i < map.jobMaps(); i++) {
      maps.add(map.name() + "-jobs-" + i);
    }

    TreeSet<String> allowed = new TreeSet<>();
    of("Role").getFirst().at("/rules/0/resourceNames").forEach(name -> allowed.add(name.asText()));
    TreeSet<String> read = new TreeSet<>();
    workloads().stream()
        .filter(workload -> workload.at("/metadata/name").asText().equals("vmagent"))
        .findFirst()
        .orElseThrow()
        .at("/spec/template/spec/volumes/0/projected/sources")
        .forEach(source -> read.add(source.at("/configMap/name").asText()));

    assertThat(allowed).isEqualTo(maps);
    assertThat(read).isEqualTo(maps);
  }

  @Test
  void theGatewayIsGivenWhatItsConfigurationNames() {
    GatewayConfig config =
        (GatewayConfig) ServiceConfigs.load(BASE.resolve("config"), "kafka.yaml", "gateway");
    JsonNode pod =
        workloads().stream()
            .filter(workload -> workload.at("/metadata/name").asText().equals("gateway"))
            .findFirst()
            .orElseThrow()
            .at("/spec/template/spec");
    Map<String, String> mounts = new TreeMap<>();
    pod.at("/containers/0/volumeMounts")
        .forEach(
            mount ->
                mounts.put(
                    mount.required("name").asText(), mount.required("mountPath").asText()));

    assertThat(mounts)
        .containsEntry(
            "access", requireNonNull(config.access().tokensFile()).getParent().toString())
        .containsEntry("artifacts", config.artifacts().toString());
    pod.required("volumes")
        .forEach(
            volume -> {
              if (volume.has("persistentVolumeClaim")) {
                assertThat(names("PersistentVolumeClaim"))
                    .contains(volume.at("/persistentVolumeClaim/claimName").asText());
              }
            });
  }

  private List<JsonNode> workloads() {
    List<JsonNode> workloads = new ArrayList<>(of("Deployment"));
    workloads.addAll(of("StatefulSet"));
    assertThat(workloads).hasSize(6);
    return workloads;
  }

  private List<JsonNode> of(String kind) {
    return resources.stream()
        .filter(resource -> resource.required("kind").asText().equals(kind))
        .toList();
  }

  private Set<String> names(String kind) {
    TreeSet<String> names = new TreeSet<>();
    of(kind).forEach(resource -> names.add(resource.at("/metadata/name").asText()));
    return names;
  }

  private static List<JsonNode> documents(Path file) throws IOException {
    return new YAMLMapper().readerFor(JsonNode.class).<JsonNode>readValues(file.toFile()).readAll();
  }
}
