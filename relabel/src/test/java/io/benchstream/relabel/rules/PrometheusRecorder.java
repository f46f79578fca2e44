package io.benchstream.relabel.rules;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.benchstream.relabel.labels.NameValidation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Asks a real Prometheus what it makes of random rules, and writes down its answers for {@link
 * RecordedPrometheusTest}. Run by hand, with the path of {@code promtool}, the directory to write
 * to, a seed and the number of rule lists:
 *
 * <pre>
 * java -cp target/classes:target/test-classes:… io.benchstream.relabel.rules.PrometheusRecorder \
 *   /usr/bin/promtool src/test/resources/io/benchstream/relabel/rules 1 200
 * </pre>
 */
final class PrometheusRecorder {
  private static final int LABEL_SETS = 6;
  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  private final ObjectMapper json = new ObjectMapper();
  private final String promtool;
  private final Path work;

  private PrometheusRecorder(String promtool) throws IOException {
    this.promtool = promtool;
    this.work = Files.createTempDirectory("prometheus-recorder");
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    PrometheusRecorder recorder = new PrometheusRecorder(args[0]);
    long seed = Long.parseLong(args[2]);
    int count = Integer.parseInt(args[3]);
    recorder.recordResults(Path.of(args[1], "prometheus-2.42-results.jsonl"), seed, count);
    recorder.recordVerdicts(Path.of(args[1], "prometheus-2.42-verdicts.jsonl"), seed, count * 2);
  }

  private void recordResults(Path file, long seed, int count)
      throws IOException, InterruptedException {
    RandomRules random = new RandomRules(new Random(seed));
    RelabelRuleReader reader = new RelabelRuleReader(NameValidation.LEGACY);
    try (PrintWriter out = new PrintWriter(file.toFile(), StandardCharsets.UTF_8)) {
      for (int written = 0; written < count; ) {
        List<Map<String, Object>> rules = random.rules(4);
        List<Map<String, String>> inputs = new ArrayList<>();
        for (int i = 0; i < LABEL_SETS; i++) {
          inputs.add(random.labels());
        }
        try {
          reader.readAll(rules);
        } catch (RelabelException e) {
          continue;
        }
        List<Map<String, @Nullable Object>> cases = results(rules, inputs);
        if (!cases.isEmpty()) {
          Map<String, Object> line = new LinkedHashMap<>();
          line.put("rules", rules);
          line.put("cases", cases);
          out.println(json.writeValueAsString(line));
          written++;
        }
      }
    }
  }

  /**
   * The cases that Prometheus could tell the result of: it needs an address to do so. What it shows
   * as discovered labels is not taken as the input, because relabeling has changed it by then.
   */
  private List<Map<String, @Nullable Object>> results(
      List<Map<String, Object>> rules, List<Map<String, String>> inputs)
      throws IOException, InterruptedException {
    List<Map<String, Object>> groups = new ArrayList<>();
    Map<String, Map<String, String>> byAddress = new LinkedHashMap<>();
    for (Map<String, String> input : inputs) {
      String address = "host:" + byAddress.size();
      groups.add(Map.of("targets", List.of(address), "labels", new LinkedHashMap<>(input)));
      input.put(RecordedTarget.ADDRESS, address);
      byAddress.put(address, input);
    }
    Path config = writeConfig(rules, groups);
    String output =
        run("check", "service-discovery", "--timeout=100ms", config.toString(), "job").output();
    if (!output.contains("[\n")) {
      throw new IOException("no result of %s: %s".formatted(rules, output));
    }
    JsonNode targets = json.readTree(output.substring(output.indexOf("[\n")));
    List<Map<String, @Nullable Object>> cases = new ArrayList<>();
    for (JsonNode target : targets) {
      String address = target.get("discoveredLabels").path(RecordedTarget.ADDRESS).textValue();
      if (target.has("error") || address == null) {
        continue;
      }
      Map<String, String> labels = json.convertValue(target.get("labels"), STRINGS);
      Map<String, @Nullable Object> recorded = new LinkedHashMap<>();
      recorded.put("in", byAddress.get(address));
      recorded.put("out", labels.isEmpty() ? null : RecordedTarget.difference(labels));
      cases.add(recorded);
    }
    return cases;
  }

  private void recordVerdicts(Path file, long seed, int count)
      throws IOException, InterruptedException {
    RandomRules random = new RandomRules(new Random(seed));
    try (PrintWriter out = new PrintWriter(file.toFile(), StandardCharsets.UTF_8)) {
      for (int i = 0; i < count; i++) {
        Map<String, Object> rule = random.rule();
        Path config = writeConfig(List.of(rule), List.of());
        Answer answer = run("check", "config", "--syntax-only", config.toString());
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("rule", rule);
        line.put("error", answer.code() == 0 ? null : problem(answer.output()));
        out.println(json.writeValueAsString(line));
      }
    }
  }

  private static String problem(String output) {
    String line = output.lines().filter(l -> l.contains("FAILED")).findFirst().orElseThrow();
    return line.replaceFirst(".*FAILED: (parsing YAML file \\S+: )?", "");
  }

  /** JSON is YAML too. */
  private Path writeConfig(List<Map<String, Object>> rules, List<Map<String, Object>> groups)
      throws IOException {
    Map<String, Object> job =
        Map.of("job_name", "job", "static_configs", groups, "relabel_configs", rules);
    Path config = work.resolve("prometheus.yml");
    Files.writeString(config, json.writeValueAsString(Map.of("scrape_configs", List.of(job))));
    return config;
  }

  private record Answer(int code, String output) {}

  private Answer run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(promtool));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), output);
  }
}
