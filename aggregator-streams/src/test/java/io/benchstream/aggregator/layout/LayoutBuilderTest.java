package io.benchstream.aggregator.layout;

import static org.assertj.core.api.Assertions.assertThat;

import io.benchstream.aggregator.recipe.RecipeLoader;
import io.benchstream.aggregator.recipe.RecipeSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayoutBuilderTest {
  private final RecipeSet recipes = new RecipeLoader().defaults();
  private final LayoutBuilder builder =
      new LayoutBuilder(new RecipeIndex(recipes), Duration.ofMinutes(10));

  private Layout layout(String... series) {
    return builder
        .build(
            null, 0, 1, 7, String.join("\n", series) + "\n", Map.of("cluster", "c", "job", "j"), 0)
        .layout();
  }

  private static List<String> kpis(Layout layout) {
    return layout.groups().stream().map(group -> group.recipe().name()).toList();
  }

  @Test
  void onlyKpiSeriesHavePositions() {
    Layout layout =
        layout(
            "go_goroutines",
            "vllm:generation_tokens_total{engine=\"0\"}",
            "something_else{a=\"b\"}",
            "vllm:num_requests_waiting{engine=\"0\"}");

    assertThat(layout.part(0)).isNotNull();
    assertThat(layout.part(0).counterPositions()).containsExactly(1);
    assertThat(layout.part(0).gaugePositions()).containsExactly(3);
    assertThat(kpis(layout)).containsExactly("generation_token_throughput", "queue_depth");
    assertThat(layout.scope()).isEqualTo(new Layout.Scope("c", "j"));
  }

  @Test
  void matchersSeeEmptyForALabelThatIsNotThere() {
    assertThat(kpis(layout("vllm:request_success_total{finished_reason=\"abort\"}")))
        .containsExactly("request_abort_rate");
    assertThat(kpis(layout("vllm:request_success_total"))).containsExactly("request_throughput");
  }

  @Test
  void byLabelsSplitAndMayBeCommonOnes() {
    Layout layout =
        layout("ray_tasks{State=\"RUNNING\"}", "ray_tasks{State=\"FAILED\"}", "ray_tasks");

    assertThat(layout.groups())
        .extracting(Group::labels)
        .containsExactly(Map.of("State", "RUNNING"), Map.of("State", "FAILED"), Map.of());
  }

  @Test
  void theOperandsOfARatioMayHaveBeenRenamedOneWithoutTheOther() {
    RecipeSet ratio =
        new RecipeLoader()
            .parse(
                "test.yaml",
                """
                version: "1"
                recipes:
                  - {name: hits, help: h, unit: ratio, type: ratio, numerator: {metrics: [hits_total, old_hits_total]}, denominator: {metrics: [tries_total]}, query: q}
                """);
    LayoutBuilder builder = new LayoutBuilder(new RecipeIndex(ratio), Duration.ofMinutes(10));

    Layout old =
        builder
            .build(null, 0, 1, 7, "old_hits_total\ntries_total\n", Map.of("cluster", "c"), 0)
            .layout();
    assertThat(old.groups()).hasSize(1);
    assertThat(old.shadowed(0)).isFalse();
    assertThat(old.uses())
        .extracting(Layout.Use::role)
        .containsExactly(Role.VALUE, Role.DENOMINATOR);

    Layout both =
        builder
            .build(
                null,
                0,
                1,
                8,
                "old_hits_total\nhits_total\ntries_total\n",
                Map.of("cluster", "c"),
                0)
            .layout();
    assertThat(both.part(0)).isNotNull();
    assertThat(both.part(0).counterPositions()).containsExactly(1, 2);
  }

  @Test
  void aSeriesThatIsThereTwiceCountsOnce() {
    assertThat(
            layout(
                    "vllm:prompt_tokens_total{a=\"1\",b=\"2\"}",
                    "vllm:prompt_tokens_total{b=\"2\",a=\"1\"}")
                .slots())
        .isEqualTo(1);
  }

  @Test
  void labelValuesMayHoldAnything() {
    assertThat(SeriesText.parse("m{a=\"x,y}\",b=\"q\\\"\\\\\\n=\\\"\"}").orElseThrow().labels())
        .isEqualTo(Map.of("a", "x,y}", "b", "q\"\\\n=\""));
    assertThat(SeriesText.parse("m{a=\"x")).isEmpty();
    assertThat(SeriesText.parse("m{a=x}")).isEmpty();
    assertThat(SeriesText.parse("m{}").orElseThrow().labels()).isEmpty();
  }

  @Test
  void storedLayoutsComeBack() throws Exception {
    Layout layout = layout(realPage().toArray(String[]::new));
    LayoutCodec codec = new LayoutCodec(recipes);
    byte[] bytes = codec.encode(layout);
    Layout back = codec.decode(bytes);

    assertThat(codec.encode(back)).isEqualTo(bytes);
    assertThat(back.groups()).isEqualTo(layout.groups());
    assertThat(back.uses()).isEqualTo(layout.uses());
    assertThat(kpis(back))
        .contains("node_cpu_usage", "node_memory_usage", "node_network_receive", "process_cpu");
  }

  /** The series of a node exporter's page. */
  private static List<String> realPage() throws Exception {
    Path page = Path.of(LayoutBuilderTest.class.getResource("node_exporter.txt").toURI());
    return Files.readAllLines(page).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(0, line.lastIndexOf(' ')))
        .toList();
  }
}
