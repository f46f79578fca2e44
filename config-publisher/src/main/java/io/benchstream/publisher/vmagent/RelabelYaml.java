package io.benchstream.publisher.vmagent;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.benchstream.relabel.labels.LabelText;
import io.benchstream.relabel.selector.LabelMatcher;
import io.benchstream.relabel.selector.SelectorException;
import io.benchstream.relabel.selector.SeriesSelector;
import io.benchstream.schemas.RelabelConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Relabeling rules as vmagent writes them. vmagent refuses the whole configuration for one rule
 * that it does not know, so what it demands is checked here first.
 */
final class RelabelYaml {
  private static final java.util.regex.Pattern NAME =
      java.util.regex.Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final String DEFAULT_REGEX = "(.*)";
  private static final String DEFAULT_REPLACEMENT = "$1";
  private static final String DEFAULT_SEPARATOR = ";";

  private RelabelYaml() {}

  /** Why vmagent would refuse the rule, if it would. */
  static Optional<String> refusal(RelabelConfig rule) {
    String action = rule.getAction();
    try {
      Pattern.compile(rule.getRegex());
    } catch (PatternSyntaxException e) {
      return Optional.of(
          "regex '%s' is not an RE2 expression: %s".formatted(rule.getRegex(), e.getMessage()));
    }
    return condition(rule).or(() -> demands(rule, action));
  }

  private static Optional<String> demands(RelabelConfig rule, String action) {
    return switch (action) {
      case "replace" -> required(rule.getTargetLabel(), action, "target_label");
      case "lowercase", "uppercase" ->
          required(rule.getTargetLabel(), action, "target_label").or(() -> sources(rule));
      case "hashmod" ->
          required(rule.getTargetLabel(), action, "target_label")
              .or(() -> sources(rule))
              .or(() -> modulus(rule));
      case "keep", "drop" -> rule.getIf$() == null ? sources(rule) : Optional.empty();
      case "keepequal", "dropequal" ->
          required(rule.getTargetLabel(), action, "target_label").or(() -> oneSource(rule));
      case "labelmap", "labeldrop", "labelkeep" -> Optional.empty();
      default ->
          Optional.of(
              "action '%s' is unknown; use one of replace, keep, drop, keepequal, dropequal,"
                      .formatted(action)
                  + " hashmod, labelmap, labeldrop, labelkeep, lowercase, uppercase");
    };
  }

  private static Optional<String> condition(RelabelConfig rule) {
    String text = rule.getIf$();
    if (text == null) {
      return Optional.empty();
    }
    try {
      SeriesSelector selector = SeriesSelector.parse(text);
      if (selector.alternatives().size() != 1) {
        return Optional.of(
            "if '%s': vmagent before 1.94 does not know 'or'; write a rule for each"
                .formatted(text));
      }
      return selector.alternatives().getFirst().stream()
          .map(LabelMatcher::label)
          .filter(label -> !NAME.matcher(label).matches())
          .findFirst()
          .map(
              label ->
                  "if '%s': vmagent takes label names of the form %s, not '%s'"
                      .formatted(text, NAME.pattern(), label));
    } catch (SelectorException e) {
      return Optional.of("if: " + e.getMessage());
    }
  }

  /** The condition with its labels in braces: the form that every version reads. */
  private static String selector(String condition) {
    StringBuilder text = new StringBuilder("{");
    for (LabelMatcher matcher : SeriesSelector.parse(condition).alternatives().getFirst()) {
      text.append(text.length() == 1 ? "" : ",")
          .append(matcher.label())
          .append(matcher.operator().symbol());
      LabelText.quote(text, matcher.value());
    }
    return text.append('}').toString();
  }

  private static Optional<String> required(String value, String action, String key) {
    return value.isEmpty()
        ? Optional.of("%s is missing, which action %s needs".formatted(key, action))
        : Optional.empty();
  }

  private static Optional<String> sources(RelabelConfig rule) {
    return rule.getSourceLabels().isEmpty()
        ? Optional.of(
            "source_labels is empty, which vmagent refuses for action " + rule.getAction())
        : Optional.empty();
  }

  private static Optional<String> oneSource(RelabelConfig rule) {
    int count = rule.getSourceLabels().size();
    return count == 1
        ? Optional.empty()
        : Optional.of(
            "action %s has %d source_labels; vmagent can compare exactly 1 with target_label"
                .formatted(rule.getAction(), count));
  }

  private static Optional<String> modulus(RelabelConfig rule) {
    return rule.getModulus() < 1
        ? Optional.of("modulus %d is below 1, action hashmod".formatted(rule.getModulus()))
        : Optional.empty();
  }

  /** The rule; what is default is left out. */
  static Map<String, Object> of(RelabelConfig rule) {
    Map<String, Object> yaml = new LinkedHashMap<>();
    boolean equality = rule.getAction().equals("keepequal") || rule.getAction().equals("dropequal");
    if (rule.getIf$() != null) {
      yaml.put("if", selector(rule.getIf$()));
    }
    List<String> sources = new ArrayList<>(rule.getSourceLabels());
    if (equality) {
      sources.add(rule.getTargetLabel());
    }
    if (!sources.isEmpty()) {
      yaml.put("source_labels", sources);
    }
    putUnless(yaml, "separator", rule.getSeparator(), DEFAULT_SEPARATOR);
    putUnless(yaml, "regex", rule.getRegex(), DEFAULT_REGEX);
    if (rule.getModulus() > 0) {
      yaml.put("modulus", rule.getModulus());
    }
    if (!equality) {
      putUnless(yaml, "target_label", rule.getTargetLabel(), "");
    }
    putUnless(yaml, "replacement", rule.getReplacement(), DEFAULT_REPLACEMENT);
    putUnless(yaml, "action", action(rule), "replace");
    return yaml;
  }

  /** vmagent before 1.86 knows keepequal and dropequal only by their older form. */
  private static String action(RelabelConfig rule) {
    return switch (rule.getAction()) {
      case "keepequal" -> "keep_if_equal";
      case "dropequal" -> "drop_if_equal";
      default -> rule.getAction();
    };
  }

  private static void putUnless(
      Map<String, Object> yaml, String key, String value, String defaultValue) {
    if (!value.equals(defaultValue)) {
      yaml.put(key, value);
    }
  }
}
