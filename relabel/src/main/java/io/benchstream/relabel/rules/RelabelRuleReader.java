package io.benchstream.relabel.rules;

import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.selector.SelectorException;
import io.benchstream.relabel.selector.SeriesSelector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads rules from what a YAML or JSON library makes of a {@code relabel_configs} list: maps, lists
 * and scalars. Strict: an unknown key is an error. A key without a value means an empty text, as in
 * Prometheus: {@code regex:} matches the empty text only.
 */
public final class RelabelRuleReader {
  private static final String IF = "if";
  private static final String SOURCE_LABELS = "source_labels";
  private static final String SEPARATOR = "separator";
  private static final String REGEX = "regex";
  private static final String MODULUS = "modulus";
  private static final String TARGET_LABEL = "target_label";
  private static final String REPLACEMENT = "replacement";
  private static final String ACTION = "action";
  private static final List<String> KEYS =
      List.of(IF, SOURCE_LABELS, SEPARATOR, REGEX, MODULUS, TARGET_LABEL, REPLACEMENT, ACTION);

  private final NameValidation names;

  public RelabelRuleReader(NameValidation names) {
    this.names = names;
  }

  /**
   * Reads a list of rules; null, which is what an empty YAML file gives, is the empty list.
   *
   * @throws RelabelException with a path such as {@code [2].regex}
   */
  public List<RelabelRule> readAll(@Nullable Object rules) {
    if (rules == null) {
      return List.of();
    }
    if (!(rules instanceof List<?> list)) {
      throw new RelabelException(
          "",
          "the relabeling rules must be a list, not %s; begin each with '- '"
              .formatted(form(rules)));
    }
    List<RelabelRule> read = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      try {
        read.add(read(list.get(i)));
      } catch (RelabelException e) {
        throw e.within("[" + i + "]");
      }
    }
    return read;
  }

  /**
   * Reads one rule from a map of its fields.
   *
   * @throws RelabelException with the field as its path
   */
  public RelabelRule read(@Nullable Object rule) {
    if (!(rule instanceof Map<?, ?> fields)) {
      throw new RelabelException(
          "", "a relabeling rule must be a map of fields, not %s".formatted(form(rule)));
    }
    // First, so that graphite is refused for what it is and not for its own keys.
    RelabelAction action =
        fields.containsKey(ACTION)
            ? RelabelAction.named(text(fields, ACTION, ""))
            : RelabelAction.REPLACE;
    for (Object key : fields.keySet()) {
      if (!(key instanceof String name && KEYS.contains(name))) {
        throw new RelabelException(
            String.valueOf(key), "unknown key; known are " + String.join(", ", KEYS));
      }
    }
    boolean comparesLabels = action == RelabelAction.KEEPEQUAL || action == RelabelAction.DROPEQUAL;
    if (comparesLabels && fields.containsKey(REGEX)) {
      throw new RelabelException(
          REGEX,
          "%s action requires only 'source_labels' and 'target_label', and no other fields"
              .formatted(action.label()));
    }
    return new RelabelRule(
        sourceLabels(fields),
        text(fields, SEPARATOR, RelabelRule.DEFAULT_SEPARATOR),
        regex(fields),
        modulus(fields),
        text(fields, TARGET_LABEL, ""),
        text(fields, REPLACEMENT, RelabelRule.DEFAULT_REPLACEMENT),
        action,
        condition(fields),
        names);
  }

  private static List<String> sourceLabels(Map<?, ?> fields) {
    Object value = fields.get(SOURCE_LABELS);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof List<?> list)) {
      throw new RelabelException(
          SOURCE_LABELS,
          "must be a list of label names, not %s; write [name]".formatted(form(value)));
    }
    return texts(list, SOURCE_LABELS);
  }

  /** A list is vmagent's way to write alternatives. */
  private static String regex(Map<?, ?> fields) {
    return fields.get(REGEX) instanceof List<?> list
        ? texts(list, REGEX).stream().collect(Collectors.joining("|"))
        : text(fields, REGEX, RelabelRule.DEFAULT_REGEX);
  }

  private static long modulus(Map<?, ?> fields) {
    Object value = fields.get(MODULUS);
    if (value == null) {
      return 0;
    }
    Long modulus = UnsignedNumber.of(value);
    if (modulus == null) {
      throw new RelabelException(
          MODULUS, "must be a whole number from 0 to 2^64-1, not %s".formatted(form(value)));
    }
    return modulus;
  }

  private static @Nullable SeriesSelector condition(Map<?, ?> fields) {
    Object value = fields.get(IF);
    if (!(value instanceof List<?> list)) {
      return fields.containsKey(IF) ? selector(text(fields, IF, ""), IF) : null;
    }
    List<String> texts = texts(list, IF);
    List<SeriesSelector> selectors = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      selectors.add(selector(texts.get(i), IF + "[" + i + "]"));
    }
    return selectors.isEmpty() ? null : SeriesSelector.anyOf(selectors);
  }

  private static SeriesSelector selector(String text, String path) {
    try {
      return SeriesSelector.parse(text);
    } catch (SelectorException e) {
      throw new RelabelException(path, String.valueOf(e.getMessage()), e);
    }
  }

  private static List<String> texts(List<?> list, String path) {
    List<String> texts = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      texts.add(text(list.get(i), path + "[" + i + "]"));
    }
    return texts;
  }

  private static String text(Map<?, ?> fields, String key, String standard) {
    return fields.containsKey(key) ? text(fields.get(key), key) : standard;
  }

  private static String text(@Nullable Object value, String path) {
    if (value == null) {
      return "";
    }
    if (value instanceof String text) {
      return text;
    }
    boolean exact =
        value instanceof Boolean
            || value instanceof Integer
            || value instanceof Long
            || value instanceof BigInteger;
    if (!exact) {
      // 1.10 has become 1.1 by the time it is here: nobody can tell what was written.
      throw new RelabelException(
          path, "must be a text, not %s; put it in quotes".formatted(form(value)));
    }
    return value.toString();
  }

  private static String form(@Nullable Object value) {
    return switch (value) {
      case null -> "nothing";
      case Map<?, ?> map -> "a map";
      case List<?> list -> "a list";
      case String text -> "the text \"" + text + "\"";
      default -> "the value " + value;
    };
  }
}
