package io.benchstream.discovery.prometheus;

import io.benchstream.relabel.labels.NameValidation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Target groups, the form that static_configs, file_sd and http_sd share. */
public final class TargetGroups {
  static final String ADDRESS = "__address__";

  /** Above what a list is a mistake. */
  static final int MOST_TARGETS = 200_000;

  private TargetGroups() {}

  /**
   * Reads a list of groups in JSON or YAML. A text that ends within the list is an error, whatever
   * stands before: a file that is half written must not pass for a shorter one.
   *
   * @param added labels of each target, below those of its group
   * @return the labels of each target
   * @throws ScrapeConfigException where it is not such a list
   */
  public static List<Map<String, String>> parse(String text, Map<String, String> added)
      throws ScrapeConfigException {
    Object tree = YamlTree.parse(text);
    if (tree == null) {
      throw new ScrapeConfigException("", "is empty; a list of no targets is written []");
    }
    if (!(tree instanceof List<?> list)) {
      throw new ScrapeConfigException("", "is not a list of target groups");
    }
    List<Map<String, String>> targets = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      try {
        targets.addAll(group(list.get(i), added));
      } catch (ScrapeConfigException e) {
        throw e.within("[" + i + "]");
      }
      if (targets.size() > MOST_TARGETS) {
        throw new ScrapeConfigException(
            "", "holds more than %d targets; spread them over several".formatted(MOST_TARGETS));
      }
    }
    return targets;
  }

  static List<Map<String, String>> group(@Nullable Object group, Map<String, String> added)
      throws ScrapeConfigException {
    Keys keys = Keys.of(group);
    keys.only(Set.of("targets", "labels"));
    Map<String, String> labels = new LinkedHashMap<>(added);
    for (Map.Entry<String, String> label : keys.textMap("labels").entrySet()) {
      if (!NameValidation.LEGACY.isLabelName(label.getKey())) {
        throw new ScrapeConfigException(
            "labels", "'%s' is no label name".formatted(label.getKey()));
      }
      labels.put(label.getKey(), label.getValue());
    }
    List<Map<String, String>> targets = new ArrayList<>();
    for (String target : keys.texts("targets")) {
      Map<String, String> one = new LinkedHashMap<>(labels);
      one.put(ADDRESS, target);
      targets.add(one);
    }
    return targets;
  }
}
