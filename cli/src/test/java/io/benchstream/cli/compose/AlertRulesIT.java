package io.benchstream.cli.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.benchstream.local.junit.SharedParts;
import io.benchstream.local.victoriametrics.LocalVictoriaMetrics;
import io.benchstream.local.victoriametrics.Vmalert;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every alert of {@code compose/vmalert} fires when it should, and clears again. */
@ExtendWith(SharedParts.class)
class AlertRulesIT {
  private static final Path RULES = Path.of("..", "compose", "vmalert");
  private static final String PATTERN = RULES.resolve("*.yml").toString();

  /** Longer than any case, and than any alert looks back. */
  private static final Duration SLOT = Duration.ofMinutes(45);

  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private final Instant start =
      Instant.now().minus(Duration.ofDays(4)).truncatedTo(ChronoUnit.HOURS);

  @Test
  void vmalertAcceptsTheFiles(Vmalert vmalert) {
    Vmalert.Outcome outcome = vmalert.check(PATTERN);

    assertThat(outcome.good()).as(outcome.words()).isTrue();
  }

  @Test
  void eachAlertHasACaseInWhichItFiresAndItSaysWhatToDo() throws IOException {
    TreeSet<String> tried = new TreeSet<>();
    cases().stream()
        .filter(each -> !each.firing().isEmpty())
        .forEach(each -> tried.add(each.alert()));
    TreeSet<String> alerts = new TreeSet<>();
    for (JsonNode rule : rules()) {
      alerts.add(rule.required("alert").asText());
      assertThat(rule.path("labels").path("severity").asText()).isIn("warning", "critical");
      assertThat(rule.path("annotations").path("summary").asText()).isNotEmpty();
      assertThat(rule.path("annotations").path("description").asText()).isNotEmpty();
    }

    assertThat(tried).isEqualTo(alerts);
  }

  @Test
  void alertsFireAndClear(Vmalert vmalert, LocalVictoriaMetrics victoriaMetrics) throws Exception {
    List<AlertCase> cases = cases();
    try (Store store = new Store(victoriaMetrics.url())) {
      store.importJson(lines(cases));
      store.flush();
      Vmalert.Outcome outcome =
          vmalert.replay(
              PATTERN, start, start.plus(SLOT.multipliedBy(cases.size())), victoriaMetrics.url());
      assertThat(outcome.good()).as(outcome.words()).isTrue();
      store.flush();

      List<String> wrong = new ArrayList<>();
      for (int i = 0; i < cases.size(); i++) {
        AlertCase each = cases.get(i);
        Instant began = start.plus(SLOT.multipliedBy(i));
        for (Duration moment : each.firing()) {
          if (!fires(store, each, began.plus(moment), each.labels())) {
            wrong.add("%s (case %d) does not fire at %s".formatted(each.alert(), i + 1, moment));
          }
        }
        for (Duration moment : each.quiet()) {
          if (fires(store, each, began.plus(moment), Map.of())) {
            wrong.add("%s (case %d) fires at %s".formatted(each.alert(), i + 1, moment));
          }
        }
      }
      assertThat(wrong).isEmpty();
    }
  }

  private static boolean fires(Store store, AlertCase each, Instant at, Map<String, String> labels)
      throws Exception {
    StringBuilder matchers = new StringBuilder();
    labels.forEach((name, value) -> matchers.append(",%s=\"%s\"".formatted(name, value)));
    // Over so short a time, since an instant query also finds what is minutes old.
    String query =
        "count_over_time(ALERTS{alertname=\"%s\",alertstate=\"firing\"%s}[15s])"
            .formatted(each.alert(), matchers);
    return !store.query(query, at).isEmpty();
  }

  private String lines(List<AlertCase> cases) throws IOException {
    ObjectMapper json = new ObjectMapper();
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < cases.size(); i++) {
      Instant began = start.plus(SLOT.multipliedBy(i));
      for (Map.Entry<String, List<Double>> series : cases.get(i).series().entrySet()) {
        ObjectNode line = json.createObjectNode();
        ObjectNode metric = line.putObject("metric");
        String name = series.getKey();
        metric.put("__name__", name.substring(0, name.indexOf('{')));
        Matcher label = LABEL.matcher(name);
        while (label.find()) {
          metric.put(label.group(1), label.group(2));
        }
        ArrayNode values = line.putArray("values");
        ArrayNode timestamps = line.putArray("timestamps");
        for (int k = 0; k < series.getValue().size(); k++) {
          double value = series.getValue().get(k);
          if (!Double.isNaN(value)) {
            values.add(value);
            timestamps.add(began.plus(AlertCase.STEP.multipliedBy(k)).toEpochMilli());
          }
        }
        lines.append(json.writeValueAsString(line)).append('\n');
      }
    }
    return lines.toString();
  }

  private static List<AlertCase> cases() throws IOException {
    try (InputStream yaml = AlertRulesIT.class.getResourceAsStream("/alert-rules/cases.yaml")) {
      assertThat(yaml).isNotNull();
      return AlertCase.read(yaml);
    }
  }

  private static List<JsonNode> rules() throws IOException {
    List<JsonNode> rules = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(RULES, "*.yml")) {
      for (Path file : files) {
        for (JsonNode group : new YAMLMapper().readTree(file.toFile()).required("groups")) {
          group.required("rules").forEach(rules::add);
        }
      }
    }
    assertThat(rules).isNotEmpty();
    return rules;
  }
}
