package io.benchstream.aggregator.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.benchstream.schemas.KpiType;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecipeLoaderTest {
  private final RecipeLoader loader = new RecipeLoader();

  private List<String> problems(String yaml) {
    RecipeException failure =
        catchThrowableOfType(RecipeException.class, () -> loader.parse("my.yaml", yaml));
    assertThat(failure).as("nothing wrong found in %s", yaml).isNotNull();
    return failure.problems().stream().map(problem -> problem.in("my.yaml")).toList();
  }

  @Test
  void theDefaultSetIsValidAndHasEveryType() {
    RecipeSet defaults = loader.defaults();

    assertThat(defaults.recipes())
        .extracting(Recipe::type)
        .contains(KpiType.RATE, KpiType.RATIO, KpiType.GAUGE, KpiType.HISTOGRAM);
    assertThat(defaults.recipes())
        .extracting(Recipe::name)
        .contains(
            "request_throughput",
            "generation_token_throughput",
            "ttft",
            "tpot",
            "itl",
            "e2e_latency",
            "queue_depth",
            "kv_cache_usage",
            "gpu_usage",
            "gpu_memory_used",
            "gpu_power",
            "node_cpu_usage",
            "ray_tasks",
            "ray_actors",
            "slurm_jobs",
            "slurm_nodes",
            "qdrant_rest_latency",
            "http_request_latency");
    assertThat(defaults.recipes()).allMatch(recipe -> recipe.query().contains("$selector"));
  }

  @Test
  void everyVllmRecipeKnowsTheNamesThroughRayServe() {
    for (Recipe recipe : loader.defaults().recipes()) {
      if (recipe.definition() instanceof Definition.Histogram histogram
          && histogram.histograms().metrics().getFirst().startsWith("vllm:")) {
        String name = histogram.histograms().metrics().getFirst().substring("vllm:".length());
        assertThat(histogram.histograms().metrics())
            .contains("ray_vllm_" + name, "ray_vllm:" + name);
      }
    }
  }

  @Test
  void everyProblemIsToldWithItsLineAndKey() {
    assertThat(
            problems(
                """
                version: "1"
                recipes:
                  - name: Bad-Name
                    help: x
                    unit: u
                    type: rate
                    metrics: [a b]
                    match: ['x~"y"', 'x=~"("']
                    query: q
                  - name: b
                    help: x
                    type: gauge
                    metrics: [g]
                    across: median
                    scale: -1
                    valid: {min: 3, max: 1}
                    colour: red
                    query: q
                """))
        .containsExactlyInAnyOrder(
            "my.yaml:3: recipes[0].name: 'Bad-Name' is not snake_case of at most 63 characters",
            "my.yaml:7: recipes[0].metrics: 'a b' is not a metric name",
            "my.yaml:8: recipes[0].match: 'x~\"y\"' is not a label matcher; write for example"
                + " mode!=\"idle\"",
            "my.yaml:8: recipes[0].match: '(' is not a regular expression of RE2: missing closing )",
            "my.yaml:10: recipes[1]: unit is missing",
            "my.yaml:14: recipes[1].across: 'median' is not one of [avg, sum]",
            "my.yaml:15: recipes[1].scale: -1.0 is not above 0",
            "my.yaml:16: recipes[1].valid: min 3.0 is above max 1.0",
            "my.yaml:17: recipes[1].colour: unknown key; known are [across, by, help, match,"
                + " metrics, name, query, scale, type, unit, valid]");
  }

  @Test
  void aNameIsThereOnce() {
    assertThat(
            problems(
                """
                version: "1"
                recipes:
                  - {name: a, help: h, unit: u, type: rate, metrics: [a], query: q}
                  - {name: a, help: h, unit: u, type: rate, metrics: [b], query: q}
                """))
        .containsExactly("my.yaml:4: recipes[1].name: 'a' is there twice");
  }

  @Test
  void brokenYamlIsToldWithItsLine() {
    assertThat(problems("version: \"1\"\nrecipes:\n  - name: [unclosed\n"))
        .singleElement()
        .asString()
        .startsWith("my.yaml:")
        .contains("not valid YAML");
    assertThat(problems("version: \"1\"\nversion: \"2\"\n"))
        .singleElement()
        .asString()
        .contains("not valid YAML");
  }

  @Test
  void quantilesLieBetweenZeroAndOne() {
    assertThat(
            problems(
                """
                version: "1"
                recipes:
                  - {name: a, help: h, unit: u, type: histogram, metrics: [a], quantiles: [0.5, 95], query: q}
                """))
        .containsExactly("my.yaml:3: recipes[0].quantiles: '95' is not between 0 and 1");
  }

  @Test
  void theVersionTellsOfEveryEdit() {
    String yaml =
        """
        version: "7"
        recipes:
          - {name: a, help: h, unit: u, type: rate, metrics: [a], query: q}
        """;
    String version = loader.parse("a", yaml).version();

    assertThat(version).startsWith("7+");
    assertThat(loader.parse("a", yaml).version()).isEqualTo(version);
    assertThat(loader.parse("a", yaml.replace("[a]", "[b]")).version()).isNotEqualTo(version);
  }
}
