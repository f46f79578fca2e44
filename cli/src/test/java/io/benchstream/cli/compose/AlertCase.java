package io.benchstream.cli.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.benchstream.runtime.config.DurationText;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Series, and when an alert is to fire on them.
 *
 * @param series values each 10 s by series; NaN for no sample
 * @param firing moments at which the alert fires, from the case's start
 * @param labels that the alert has then, among others
 * @param quiet moments at which it does not
 */
record AlertCase(
    String alert,
    Map<String, List<Double>> series,
    List<Duration> firing,
    Map<String, String> labels,
    List<Duration> quiet) {
  static final Duration STEP = Duration.ofSeconds(10);

  static List<AlertCase> read(InputStream yaml) throws IOException {
    List<AlertCase> cases = new ArrayList<>();
    for (JsonNode node : new YAMLMapper().readTree(yaml)) {
      Map<String, List<Double>> series = new LinkedHashMap<>();
      node.required("series")
          .properties()
          .forEach(each -> series.put(each.getKey(), values(each.getValue().asText())));
      Map<String, String> labels = new LinkedHashMap<>();
      List<Duration> firing = new ArrayList<>();
      JsonNode fires = node.path("fires");
      if (!fires.isMissingNode()) {
        firing.add(DurationText.parse(fires.required("from").asText()));
        firing.add(DurationText.parse(fires.required("to").asText()));
        fires
            .path("labels")
            .properties()
            .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
      }
      List<Duration> quiet = new ArrayList<>();
      node.required("quiet").forEach(time -> quiet.add(DurationText.parse(time.asText())));
      cases.add(new AlertCase(node.required("alert").asText(), series, firing, labels, quiet));
    }
    return cases;
  }

  /** {@code VxN}: N times V; {@code V+DxN}: V, V+D and so on; {@code _xN}: N times nothing. */
  static List<Double> values(String notation) {
    List<Double> values = new ArrayList<>();
    for (String term : notation.strip().split(" +", -1)) {
      int times = term.lastIndexOf('x');
      int plus = term.indexOf('+');
      String first = term.substring(0, plus < 0 ? times : plus);
      double value = first.equals("_") ? Double.NaN : Double.parseDouble(first);
      double step = plus < 0 ? 0 : Double.parseDouble(term.substring(plus + 1, times));
      int count = Integer.parseInt(term.substring(times + 1));
      for (int i = 0; i < count; i++) {
        values.add(value + i * step);
      }
    }
    return values;
  }
}
