package io.benchstream.cli.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The dashboards' files are what Grafana takes, and hang together. */
class DashboardsTest {
  static final Path GRAFANA = Path.of("..", "compose", "grafana");
  private static final int COLUMNS = 24;

  private final List<Dashboard> dashboards = Dashboard.readAll(GRAFANA.resolve("dashboards"));

  DashboardsTest() throws IOException {}

  @Test
  void allOfThemAreThere() {
    assertThat(dashboards)
        .extracting(Dashboard::name)
        .containsExactly(
            "benchstream",
            "cluster-health",
            "gpus",
            "jobs",
            "ray",
            "sessions",
            "slurm",
            "vllm",
            "workers");
  }

  @Test
  void eachHasItsFilesNameAndSaysWhatItIsFor() {
    for (Dashboard dashboard : dashboards) {
      assertThat(dashboard.file().getFileName()).hasToString(dashboard.name() + ".json");
      assertThat(dashboard.json().required("title").asText()).isNotEmpty();
      assertThat(dashboard.json().required("description").asText()).isNotEmpty();
      assertThat(dashboard.json().required("tags").get(0).asText()).isEqualTo("benchstream");
    }
  }

  @Test
  void panelsAndQueriesUseTheProvisionedStore() throws IOException {
    String uid =
        new YAMLMapper()
            .readTree(GRAFANA.resolve("provisioning/datasources/victoria-metrics.yml").toFile())
            .required("datasources")
            .get(0)
            .required("uid")
            .asText();
    for (Dashboard dashboard : dashboards) {
      List<JsonNode> sources = dashboard.json().findValues("datasource");
      assertThat(sources)
          .isNotEmpty()
          .allSatisfy(source -> assertThat(source.required("uid").asText()).isEqualTo(uid));
    }
  }

  @Test
  void panelsHaveIdsOfTheirOwnAndDoNotOverlap() {
    for (Dashboard dashboard : dashboards) {
      Set<Integer> ids = new HashSet<>();
      Set<List<Integer>> cells = new HashSet<>();
      for (JsonNode panel : dashboard.json().required("panels")) {
        String title = dashboard.name() + ": " + panel.required("title").asText();
        assertThat(ids.add(panel.required("id").asInt())).as(title).isTrue();
        JsonNode at = panel.required("gridPos");
        assertThat(at.required("x").asInt() + at.required("w").asInt())
            .as(title)
            .isLessThanOrEqualTo(COLUMNS);
        for (int x = 0; x < at.required("w").asInt(); x++) {
          for (int y = 0; y < at.required("h").asInt(); y++) {
            List<Integer> cell =
                List.of(at.required("x").asInt() + x, at.required("y").asInt() + y);
            assertThat(cells.add(cell)).as("%s overlaps at %s", title, cell).isTrue();
          }
        }
      }
    }
  }

  @Test
  void everyVariableInAQueryIsOneOfTheDashboard() {
    for (Dashboard dashboard : dashboards) {
      List<String> names = new ArrayList<>();
      dashboard.variables().forEach(variable -> names.add(variable.name()));
      for (Dashboard.Query query : dashboard.queries()) {
        for (String name : List.of("cluster", "job", "instance", "model")) {
          if (query.expression().contains("$" + name)) {
            assertThat(names).as(query.toString()).contains(name);
          }
        }
        assertThat(Dashboard.chosen(query.expression())).as(query.toString()).doesNotContain("$");
      }
    }
  }
}
