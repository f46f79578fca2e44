package io.benchstream.relabel.rules;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers of a real program to random rules, kept as lines of JSON. */
final class Recording {
  private static final TypeReference<@Nullable Map<String, String>> LABELS =
      new TypeReference<>() {};
  private static final ObjectMapper JSON = new ObjectMapper();

  private Recording() {}

  /** One list of rules and what it made of some label sets. */
  record Results(Object rules, List<Result> results) {}

  /**
   * @param out null where the label set was dropped
   */
  record Result(Map<String, String> in, @Nullable Map<String, String> out) {}

  /**
   * @param error null where the rule was accepted
   */
  record Verdict(Map<?, ?> rule, @Nullable String error) {}

  static List<Results> results(String resource) throws IOException {
    List<Results> all = new ArrayList<>();
    for (String line : lines(resource)) {
      JsonNode recorded = JSON.readTree(line);
      List<Result> results = new ArrayList<>();
      for (JsonNode one : recorded.get("cases")) {
        results.add(new Result(requireNonNull(labels(one.get("in"))), labels(one.get("out"))));
      }
      all.add(new Results(JSON.treeToValue(recorded.get("rules"), Object.class), results));
    }
    return all;
  }

  static List<Verdict> verdicts(String resource) throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    for (String line : lines(resource)) {
      JsonNode recorded = JSON.readTree(line);
      Map<?, ?> rule = JSON.treeToValue(recorded.get("rule"), Map.class);
      verdicts.add(new Verdict(rule, recorded.path("error").textValue()));
    }
    return verdicts;
  }

  private static @Nullable Map<String, String> labels(JsonNode node) throws IOException {
    return node.isNull() ? null : JSON.readerFor(LABELS).readValue(node);
  }

  private static List<String> lines(String resource) throws IOException {
    try (InputStream in = requireNonNull(Recording.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
