package io.benchstream.publisher.vmagent;

import io.benchstream.relabel.labels.LabelText;
import io.benchstream.relabel.regex.AnchoredRegex;
import io.benchstream.relabel.regex.RegexException;
import io.benchstream.relabel.rules.RelabelAction;
import io.benchstream.relabel.rules.RelabelException;
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
    RelabelAction action;
    try {
      AnchoredRegex.compile(rule.getRegex());
      action = RelabelAction.named(rule.getAction());
    } catch (RegexException e) {
      return Optional.of("regex: " + e.getMessage());
    } catch (RelabelException e) {
      return Optional.of("action: " + e.getMessage());
    }
    return condition(rule).or(() -> demands(rule, action));
  }

  private static Optional<String> demands(RelabelConfig rule, RelabelAction action) {
    return switch (action) {
      case REPLACE -> target(rule, action);
      case LOWERCASE, UPPERCASE, REPLACE_ALL -> target(rule, action).or(() -> sources(rule));
      case HASHMOD -> target(rule, action).or(() -> sources(rule)).or(() -> modulus(rule));
      case KEEP, DROP -> rule.getIf$() == null ? sources(rule) : Optional.empty();
      case KEEPEQUAL, DROPEQUAL -> target(rule, action).or(() -> oneSource(rule));
      case KEEP_IF_EQUAL, DROP_IF_EQUAL ->
          twoSources(rule)
              .or(() -> absent(!rule.getTargetLabel().isEmpty(), rule, "target_label"))
              .or(() -> absent(!rule.getRegex().equals(DEFAULT_REGEX), rule, "regex"));
      case KEEP_METRICS, DROP_METRICS ->
          absent(!rule.getSourceLabels().isEmpty(), rule, "source_labels").or(() -> metrics(rule));
      case KEEP_IF_CONTAINS, DROP_IF_CONTAINS ->
          Optional.of(
              "action %s: older vmagents, 1.79 among them, do not know it"
                  .formatted(action.label()));
      case LABELMAP, LABELMAP_ALL, LABELDROP, LABELKEEP -> Optional.empty();
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

  private static Optional<String> target(RelabelConfig rule, RelabelAction action) {
    return rule.getTargetLabel().isEmpty()
        ? Optional.of("target_label is missing, which action %s needs".formatted(action.label()))
        : Optional.empty();
  }

  private static Optional<String> absent(boolean there, RelabelConfig rule, String key) {
    return there
        ? Optional.of(
            "%s is set, which vmagent refuses for action %s".formatted(key, rule.getAction()))
        : Optional.empty();
  }

  private static Optional<String> metrics(RelabelConfig rule) {
    return rule.getIf$() == null && rule.getRegex().equals(DEFAULT_REGEX)
        ? Optional.of(
            "action %s needs a regex for the names of the metrics, or an if"
                .formatted(rule.getAction()))
        : Optional.empty();
  }

  private static Optional<String> twoSources(RelabelConfig rule) {
    return rule.getSourceLabels().size() < 2
        ? Optional.of(
            "action %s compares source_labels, and needs two of them or more"
                .formatted(rule.getAction()))
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
    RelabelAction action = RelabelAction.named(rule.getAction());
    boolean equality = action == RelabelAction.KEEPEQUAL || action == RelabelAction.DROPEQUAL;
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
    putUnless(yaml, "action", name(action), "replace");
    return yaml;
  }

  /**
   * In lower case, the only one that vmagent knows; before 1.86 it knows keepequal and dropequal
   * only by their older form.
   */
  private static String name(RelabelAction action) {
    return switch (action) {
      case KEEPEQUAL -> RelabelAction.KEEP_IF_EQUAL.label();
      case DROPEQUAL -> RelabelAction.DROP_IF_EQUAL.label();
      default -> action.label();
    };
  }

  private static void putUnless(
      Map<String, Object> yaml, String key, String value, String defaultValue) {
    if (!value.equals(defaultValue)) {
      yaml.put(key, value);
    }
  }
}
