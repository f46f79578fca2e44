package io.benchstream.relabel.rules;

import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.regex.AnchoredRegex;
import io.benchstream.relabel.regex.RegexException;
import io.benchstream.relabel.regex.UnanchoredRegex;
import io.benchstream.relabel.selector.SeriesSelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One relabeling rule, with the fields and defaults of Prometheus' {@code relabel_config} and
 * vmagent's {@code if}. A rule that exists is valid.
 *
 * @param sourceLabels labels whose values are joined by the separator
 * @param separator put between the values of the source labels
 * @param regex RE2 expression, anchored on both ends, its dot matches newline
 * @param modulus divisor of {@code hashmod}, read as unsigned; else 0
 * @param targetLabel label that receives the result; of {@code replace} with references to groups
 * @param replacement what is written, with references to the groups of {@code regex}
 * @param condition {@code if}: series that the rule is applied to, null for all
 * @param names which label names are valid
 * @see <a
 *     href="https://prometheus.io/docs/prometheus/latest/configuration/configuration/#relabel_config">relabel_config</a>
 */
public record RelabelRule(
    List<String> sourceLabels,
    String separator,
    String regex,
    long modulus,
    String targetLabel,
    String replacement,
    RelabelAction action,
    @Nullable SeriesSelector condition,
    NameValidation names) {

  public static final String DEFAULT_SEPARATOR = ";";
  public static final String DEFAULT_REGEX = "(.*)";
  public static final String DEFAULT_REPLACEMENT = "$1";

  /**
   * @throws RelabelException where Prometheus would refuse the rule; its path is the field
   */
  public RelabelRule {
    sourceLabels = List.copyOf(sourceLabels);
    try {
      if (action == RelabelAction.REPLACE_ALL || action == RelabelAction.LABELMAP_ALL) {
        UnanchoredRegex.compile(regex);
      } else {
        AnchoredRegex.compile(regex);
      }
    } catch (RegexException e) {
      throw new RelabelException("regex", String.valueOf(e.getMessage()), e);
    }
    RelabelValidation.check(
        sourceLabels,
        separator,
        regex,
        modulus,
        targetLabel,
        replacement,
        action,
        condition != null,
        names);
  }

  /** A rule with the defaults, to be completed. */
  public static RelabelRuleBuilder builder(RelabelAction action) {
    return new RelabelRuleBuilder(action);
  }

  /**
   * The rule as configuration, without what has its default. {@link RelabelRuleReader} reads it.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (condition != null) {
      map.put("if", condition.toString());
    }
    if (!sourceLabels.isEmpty()) {
      map.put("source_labels", sourceLabels);
    }
    putUnlessDefault(map, "separator", separator, DEFAULT_SEPARATOR);
    putUnlessDefault(map, "regex", regex, DEFAULT_REGEX);
    if (modulus != 0) {
      map.put("modulus", UnsignedNumber.toNumber(modulus));
    }
    putUnlessDefault(map, "target_label", targetLabel, "");
    putUnlessDefault(map, "replacement", replacement, DEFAULT_REPLACEMENT);
    putUnlessDefault(map, "action", action.label(), RelabelAction.REPLACE.label());
    return map;
  }

  private static void putUnlessDefault(
      Map<String, Object> map, String key, String value, String standard) {
    if (!value.equals(standard)) {
      map.put(key, value);
    }
  }
}
