package io.benchstream.discovery.prometheus;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * YAML or JSON as maps, lists and texts. Scalars stay as they were written, for Prometheus reads
 * {@code replacement: 1.10} as the text {@code 1.10}. Anchors and merge keys are resolved.
 */
final class YamlTree {
  private static final int LONGEST_TEXT = 32 * 1024 * 1024;
  private static final int DEEPEST = 32;

  private YamlTree() {}

  /**
   * Reads a text; null where there is nothing in it.
   *
   * @throws ScrapeConfigException where it is no YAML
   */
  static @Nullable Object parse(String text) throws ScrapeConfigException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setCodePointLimit(LONGEST_TEXT);
    options.setNestingDepthLimit(DEEPEST);
    try {
      Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
      return root == null ? null : value(root);
    } catch (MarkedYAMLException e) {
      throw new ScrapeConfigException(
          "",
          "is not valid YAML: %s%s"
              .formatted(
                  e.getProblem(),
                  e.getProblemMark() == null
                      ? ""
                      : " (line %d, column %d)"
                          .formatted(
                              e.getProblemMark().getLine() + 1,
                              e.getProblemMark().getColumn() + 1)),
          e);
    } catch (YAMLException e) {
      throw new ScrapeConfigException("", "is not valid YAML: " + e.getMessage(), e);
    }
  }

  private static @Nullable Object value(Node node) throws ScrapeConfigException {
    return switch (node) {
      case ScalarNode scalar -> scalar.getTag().equals(Tag.NULL) ? null : scalar.getValue();
      case SequenceNode sequence -> {
        List<@Nullable Object> list = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          list.add(value(item));
        }
        yield list;
      }
      case MappingNode mapping -> map(mapping);
      default -> throw new ScrapeConfigException("", "holds a YAML node of an unknown kind");
    };
  }

  private static Map<String, @Nullable Object> map(MappingNode mapping)
      throws ScrapeConfigException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    Map<String, @Nullable Object> merged = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new ScrapeConfigException("", "has a key that is no text");
      }
      Object value = value(tuple.getValueNode());
      if (key.getTag().equals(Tag.MERGE)) {
        merge(value, merged);
      } else if (map.containsKey(key.getValue())) {
        throw new ScrapeConfigException(key.getValue(), "stands twice");
      } else {
        map.put(key.getValue(), value);
      }
    }
    merged.forEach(map::putIfAbsent);
    return map;
  }

  private static void merge(@Nullable Object value, Map<String, @Nullable Object> into) {
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> into.putIfAbsent(String.valueOf(key), item));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> merge(item, into));
    }
  }
}
