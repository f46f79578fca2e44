package io.benchstream.publisher.vmagent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.benchstream.schemas.Collector;
import io.benchstream.schemas.Target;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScrapeConfigRendererTest {
  private final ScrapeConfigRenderer renderer = new ScrapeConfigRenderer();

  @Test
  void everySettingIsWrittenAsInTheGoldenFile() throws IOException {
    ScrapeConfig config = renderer.render(SampleTargets.everything());

    assertThat(config.refused()).isEmpty();
    assertThat(asOneText(config)).isEqualTo(resource("everything.golden"));
  }

  @Test
  void kubernetesClustersAreWrittenAsInTheGoldenFile() throws IOException {
    ScrapeConfig config =
        renderer.render(new Inventory(List.of(), SampleTargets.kubernetesClusters()));

    assertThat(config.refused()).isEmpty();
    assertThat(asOneText(config)).isEqualTo(resource("kubernetes.golden"));
  }

  @Test
  void aClusterWhoseSelectorIsNoneIsRefused() {
    Inventory inventory =
        new Inventory(
            List.of(SampleTargets.vllm("good", "a:1").build()),
            List.of(new KubernetesCluster("k", "app in ({)", List.of(), Map.of())));

    ScrapeConfig config = renderer.render(inventory);

    assertThat(config.refused())
        .singleElement()
        .satisfies(refused -> assertThat(refused.targetId()).isEqualTo("cluster/k"))
        .satisfies(refused -> assertThat(refused.reason()).contains("app in ({)"));
    assertThat(asOneText(config)).contains("a:1");
  }

  @Test
  void aLargeJobIsDividedAndAChangeRewritesOnePart() {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      targets.add(SampleTargets.vllm("t" + i, "10.0.%d.%d:80".formatted(i / 250, i % 250)).build());
    }
    ScrapeConfig before = renderer.render(targets);
    targets.set(17, SampleTargets.vllm("t17", "10.9.9.9:80").build());
    ScrapeConfig after = renderer.render(targets);

    assertThat(before.jobs()).hasSizeGreaterThan(2);
    assertThat(before.jobs().values()).allSatisfy(job -> assertThat(job).hasSizeLessThan(400_000));
    assertThat(before.members().values().stream().mapToInt(List::size).sum()).isEqualTo(5_000);
    assertThat(after.jobs().keySet()).isEqualTo(before.jobs().keySet());
    assertThat(after.jobs().entrySet())
        .filteredOn(file -> !file.getValue().equals(before.jobs().get(file.getKey())))
        .hasSize(1);
  }

  @Test
  void jobsCanStandBesideTheMainFile() {
    ScrapeConfig config =
        new ScrapeConfigRenderer("").render(List.of(SampleTargets.vllm("1", "a:1").build()));

    assertThat(config.jobs().firstKey()).doesNotContain("/");
    assertThat(config.main()).contains("- \"" + config.jobs().firstKey());
  }

  @Test
  void theSameTargetsGiveTheSameBytesInAnyOrder() {
    List<Target> targets = new ArrayList<>(SampleTargets.everything());
    ScrapeConfig first = renderer.render(targets);
    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(targets, random);
      assertThat(new ScrapeConfigRenderer().render(targets)).isEqualTo(first);
    }
  }

  @Test
  void noTargetsIsAConfigurationOfItsOwn() {
    ScrapeConfig empty = renderer.render(List.of());

    assertThat(empty.jobs()).isEmpty();
    assertThat(empty.main()).contains(empty.marker());
  }

  @Test
  void onlyTargetsOfVmagentAreIn() {
    List<Target> targets = new ArrayList<>();
    for (Collector collector : Collector.values()) {
      targets.add(
          SampleTargets.vllm(collector.name(), collector.name().toLowerCase(Locale.ROOT) + ":1")
              .setSettings(SampleTargets.settings().setCollector(collector).build())
              .build());
    }

    assertThat(asOneText(renderer.render(targets)))
        .contains("vmagent:1", "both:1")
        .doesNotContain("workers:1", "unknown:1");
  }

  @Test
  void aChangeOfOneClusterLeavesTheFilesOfOthersAsTheyAre() {
    Target beta = SampleTargets.vllm("b1", "b:1").setCluster("beta").build();
    ScrapeConfig before = renderer.render(List.of(beta, SampleTargets.vllm("a1", "a:1").build()));
    ScrapeConfig after =
        renderer.render(
            List.of(
                beta,
                SampleTargets.vllm("a1", "a:1").build(),
                SampleTargets.vllm("a2", "a:2").build()));

    assertThat(after.generation()).isNotEqualTo(before.generation());
    assertThat(after.jobs().keySet()).isEqualTo(before.jobs().keySet());
    assertThat(after.jobs().entrySet())
        .filteredOn(file -> Objects.equals(before.jobs().get(file.getKey()), file.getValue()))
        .singleElement()
        .satisfies(file -> assertThat(file.getKey()).contains("beta"));
  }

  @Test
  void jobsWhoseReadableNamesAreEqualStayApart() {
    String longName = "c".repeat(100);
    ScrapeConfig config =
        renderer.render(
            List.of(
                SampleTargets.vllm("1", "a:1").setKind("a/b").build(),
                SampleTargets.vllm("2", "a:2").setKind("a b").build(),
                SampleTargets.vllm("3", "a:3").setCluster(longName + "1").build(),
                SampleTargets.vllm("4", "a:4").setCluster(longName + "2").build()));

    assertThat(config.jobs()).hasSize(4);
    assertThat(config.jobs().keySet()).allSatisfy(path -> assertThat(path).hasSizeLessThan(200));
  }

  @Test
  void aRefusedTargetIsNamedAndTheOthersAreWritten() {
    ScrapeConfig config =
        renderer.render(
            List.of(
                SampleTargets.vllm("good", "a:1").build(),
                SampleTargets.vllm("bad", "a:1").setLabels(Map.of("__address__", "x")).build()));

    assertThat(config.refused())
        .singleElement()
        .satisfies(refused -> assertThat(refused.targetId()).isEqualTo("bad"))
        .satisfies(refused -> assertThat(refused.reason()).contains("__address__"));
    assertThat(asOneText(config)).contains("\"a:1\"");
  }

  @Test
  void aValueThatVmagentWouldExpandIsEscapedAndStillMeansItself() throws IOException {
    String value = "a%{HOME} \\%{HOME} %%{HOME}";
    ScrapeConfig config =
        renderer.render(
            List.of(SampleTargets.vllm("1", "a:1").setLabels(Map.of("trap", value)).build()));
    String job = config.jobs().values().iterator().next();

    assertThat(job).doesNotContain("%{");
    JsonNode read = new YAMLMapper().readTree(job);
    assertThat(read.at("/0/static_configs/0/labels/trap").asText()).isEqualTo(value);
  }

  static String asOneText(ScrapeConfig config) {
    StringBuilder text = new StringBuilder();
    text.append("==> ").append(ScrapeConfig.MAIN_FILE).append('\n').append(config.main());
    config
        .jobs()
        .forEach((path, yaml) -> text.append("==> ").append(path).append('\n').append(yaml));
    return text.toString();
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ScrapeConfigRendererTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), UTF_8);
    }
  }
}
