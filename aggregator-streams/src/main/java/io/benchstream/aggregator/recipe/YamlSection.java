package io.benchstream.aggregator.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.benchstream.runtime.config.YamlLines;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A mapping of a YAML file, read key by key. What is wrong becomes a {@link RecipeProblem} with its
 * line, and a harmless value is returned, so that one pass finds every problem.
 */
final class YamlSection {
  private final JsonNode node;
  private final String pointer;
  private final String key;
  private final YamlLines lines;
  private final List<RecipeProblem> problems;
  private final Set<String> known = new TreeSet<>();

  YamlSection(JsonNode node, YamlLines lines, List<RecipeProblem> problems) {
    this(node, "", "", lines, problems);
  }

  private YamlSection(
      JsonNode node, String pointer, String key, YamlLines lines, List<RecipeProblem> problems) {
    this.node = node;
    this.pointer = pointer;
    this.key = key;
    this.lines = lines;
    this.problems = problems;
    if (!node.isObject()) {
      problems.add(new RecipeProblem(lines.at(pointer), key, "is not a mapping of keys"));
    }
  }

  boolean has(String name) {
    known.add(name);
    return node.has(name);
  }

  String text(String name) {
    if (!has(name)) {
      problem("", "%s is missing".formatted(name));
      return "";
    }
    String text = node.get(name).asText("");
    if (text.isBlank()) {
      problem(name, "is empty");
    }
    return text.strip();
  }

  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    if (!has(name)) {
      return texts;
    }
    JsonNode value = node.get(name);
    if (!value.isArray()) {
      problem(name, "'%s' is not a list; write [a, b]".formatted(value.asText()));
      return texts;
    }
    value.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  double number(String name, double otherwise) {
    if (!has(name)) {
      return otherwise;
    }
    JsonNode value = node.get(name);
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      problem(name, "'%s' is not a finite number".formatted(value.asText()));
      return otherwise;
    }
    return value.asDouble();
  }

  boolean flag(String name) {
    if (!has(name)) {
      return false;
    }
    if (!node.get(name).isBoolean()) {
      problem(name, "'%s' is neither true nor false".formatted(node.get(name).asText()));
    }
    return node.get(name).asBoolean();
  }

  <T> T choice(String name, Map<String, T> choices, T otherwise) {
    String text = has(name) ? node.get(name).asText().toLowerCase(Locale.ROOT) : null;
    T chosen = text == null ? otherwise : choices.get(text);
    if (chosen == null) {
      problem(name, "'%s' is not one of %s".formatted(text, new TreeSet<>(choices.keySet())));
      return otherwise;
    }
    return chosen;
  }

  /** The mapping under the key; an empty one, and a problem, where there is none. */
  YamlSection section(String name) {
    if (!has(name)) {
      problem("", "%s is missing".formatted(name));
      return new YamlSection(
          JsonNodeFactory.instance.objectNode(), pointer, key, lines, new ArrayList<>());
    }
    return new YamlSection(node.get(name), pointer + "/" + name, child(name), lines, problems);
  }

  /** The mappings of the list under the key. */
  List<YamlSection> sections(String name) {
    List<YamlSection> sections = new ArrayList<>();
    if (!has(name) || !node.get(name).isArray()) {
      problem("", "%s is missing or not a list".formatted(name));
      return sections;
    }
    for (int i = 0; i < node.get(name).size(); i++) {
      sections.add(
          new YamlSection(
              node.get(name).get(i),
              pointer + "/" + name + "/" + i,
              child(name) + "[" + i + "]",
              lines,
              problems));
    }
    return sections;
  }

  /** A problem for every key that nobody asked for. Call last. */
  void rejectOthers() {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                problem(name, "unknown key; known are " + known);
              }
            });
  }

  /**
   * @param name the key at fault; empty for the section as a whole
   */
  void problem(String name, String message) {
    problems.add(
        new RecipeProblem(
            lines.at(name.isEmpty() ? pointer : pointer + "/" + name),
            name.isEmpty() ? key : child(name),
            message));
  }

  private String child(String name) {
    return key.isEmpty() ? name : key + "." + name;
  }
}
