package io.benchstream.relabel.rules;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Asks a real vmagent what it makes of random rules, and writes down its answers for {@link
 * RecordedVmagentTest}. Run by hand as {@link PrometheusRecorder}, with the path of {@code
 * vmagent}, the directory to write to, a seed and the number of rules.
 */
final class VmagentRecorder {
  private static final int LABEL_SETS = 6;
  private static final URI TARGETS = URI.create("http://127.0.0.1:18429/api/v1/targets");
  private static final TypeReference<Map<String, String>> STRINGS = new TypeReference<>() {};

  private final ObjectMapper json = new ObjectMapper();

  private VmagentRecorder() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path file = Path.of(args[1], "vmagent-1.79-results.jsonl");
    new VmagentRecorder().record(args[0], file, Long.parseLong(args[2]), Integer.parseInt(args[3]));
  }

  private void record(String vmagent, Path file, long seed, int count)
      throws IOException, InterruptedException {
    RandomVmagentRules random = new RandomVmagentRules(new Random(seed));
    List<Map<String, Object>> jobs = new ArrayList<>();
    Map<String, List<Map<String, @Nullable Object>>> cases = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      List<Map<String, Object>> groups = new ArrayList<>();
      for (int j = 0; j < LABEL_SETS; j++) {
        String address = "host:" + (1 + i * LABEL_SETS + j);
        groups.add(Map.of("targets", List.of(address), "labels", random.labels()));
      }
      List<Map<String, Object>> rules = List.of(random.rule());
      jobs.add(Map.of("job_name", "job" + i, "static_configs", groups, "relabel_configs", rules));
      cases.put("job" + i, new ArrayList<>());
    }
    Path work = Files.createTempDirectory("vmagent-recorder");
    Path config = work.resolve("vmagent.yml");
    Files.writeString(
        config,
        json.writeValueAsString(
            Map.of("global", Map.of("scrape_interval", "1h"), "scrape_configs", jobs)));
    JsonNode targets = targets(vmagent, config, work, count * LABEL_SETS);
    for (JsonNode target : targets.get("activeTargets")) {
      add(cases, target, json.convertValue(target.get("labels"), STRINGS));
    }
    for (JsonNode target : targets.get("droppedTargets")) {
      add(cases, target, null);
    }
    try (PrintWriter out = new PrintWriter(file.toFile(), StandardCharsets.UTF_8)) {
      for (Map<String, Object> job : jobs) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("rules", job.get("relabel_configs"));
        line.put("cases", cases.get(String.valueOf(job.get("job_name"))));
        out.println(json.writeValueAsString(line));
      }
    }
  }

  private static void add(
      Map<String, List<Map<String, @Nullable Object>>> cases,
      JsonNode target,
      @Nullable Map<String, String> labels) {
    JsonNode discovered = target.get("discoveredLabels");
    Map<String, @Nullable Object> recorded = new LinkedHashMap<>();
    recorded.put("in", discovered);
    recorded.put("out", labels);
    Objects.requireNonNull(cases.get(discovered.get("job").textValue())).add(recorded);
  }

  private JsonNode targets(String vmagent, Path config, Path work, int count)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                vmagent,
                "-httpListenAddr=" + TARGETS.getAuthority(),
                "-promscrape.config=" + config,
                "-promscrape.maxDroppedTargets=100000",
                "-remoteWrite.url=http://127.0.0.1:1/",
                "-remoteWrite.tmpDataPath=" + work)
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("log").toFile())
            .start();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (process.isAlive()) {
        try {
          String body =
              client.send(HttpRequest.newBuilder(TARGETS).build(), BodyHandlers.ofString()).body();
          JsonNode targets = json.readTree(body).get("data");
          int seen = targets.get("activeTargets").size() + targets.get("droppedTargets").size();
          if (seen == count) {
            return targets;
          }
          System.err.println(seen + " of " + count);
        } catch (IOException e) {
          System.err.println("not up yet: " + e);
        }
        Thread.sleep(500);
      }
      throw new IOException(Files.readString(work.resolve("log")));
    } finally {
      process.destroyForcibly();
    }
  }
}
