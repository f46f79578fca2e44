package io.benchstream.relabel.rules;

import static io.benchstream.relabel.rules.RelabelAction.DROPEQUAL;
import static io.benchstream.relabel.rules.RelabelAction.DROP_IF_CONTAINS;
import static io.benchstream.relabel.rules.RelabelAction.DROP_IF_EQUAL;
import static io.benchstream.relabel.rules.RelabelAction.DROP_METRICS;
import static io.benchstream.relabel.rules.RelabelAction.HASHMOD;
import static io.benchstream.relabel.rules.RelabelAction.KEEPEQUAL;
import static io.benchstream.relabel.rules.RelabelAction.KEEP_IF_CONTAINS;
import static io.benchstream.relabel.rules.RelabelAction.KEEP_IF_EQUAL;
import static io.benchstream.relabel.rules.RelabelAction.KEEP_METRICS;
import static io.benchstream.relabel.rules.RelabelAction.LABELDROP;
import static io.benchstream.relabel.rules.RelabelAction.LABELKEEP;
import static io.benchstream.relabel.rules.RelabelAction.LABELMAP;
import static io.benchstream.relabel.rules.RelabelAction.LABELMAP_ALL;
import static io.benchstream.relabel.rules.RelabelAction.LOWERCASE;
import static io.benchstream.relabel.rules.RelabelAction.REPLACE;
import static io.benchstream.relabel.rules.RelabelAction.REPLACE_ALL;
import static io.benchstream.relabel.rules.RelabelAction.UPPERCASE;

import com.google.re2j.Pattern;
import io.benchstream.relabel.labels.NameValidation;
import java.util.List;
import java.util.Set;

/**
 * Which rules Prometheus accepts, in its order and its words; then vmagent's own actions. A problem
 * names the field that has to change.
 */
final class RelabelValidation {
  /** Legacy names with references to groups in the place of any characters. */
  private static final Pattern NAME_TEMPLATE =
      Pattern.compile("^(?:(?:[a-zA-Z_]|\\$(?:\\{\\w+\\}|\\w+))+\\w*)+$");

  private static final Set<RelabelAction> WRITES_TARGET =
      Set.of(
          REPLACE,
          HASHMOD,
          LOWERCASE,
          UPPERCASE,
          KEEPEQUAL,
          DROPEQUAL,
          REPLACE_ALL,
          KEEP_IF_CONTAINS,
          DROP_IF_CONTAINS);

  private RelabelValidation() {}

  static void check(
      List<String> sourceLabels,
      String separator,
      String regex,
      long modulus,
      String targetLabel,
      String replacement,
      RelabelAction action,
      boolean conditional,
      NameValidation names) {
    String label = action.label();
    for (int i = 0; i < sourceLabels.size(); i++) {
      require(
          names.isLabelName(sourceLabels.get(i)),
          "source_labels[" + i + "]",
          "\"%s\" is not a valid label name; %s".formatted(sourceLabels.get(i), nameRule(names)));
    }
    require(
        action != HASHMOD || modulus != 0,
        "modulus",
        "relabel configuration for hashmod requires non-zero modulus");
    require(
        !WRITES_TARGET.contains(action) || !targetLabel.isEmpty(),
        "target_label",
        "relabel configuration for %s action requires 'target_label' value".formatted(label));
    boolean template = action == REPLACE && targetLabel.contains("$");
    require(
        !WRITES_TARGET.contains(action)
            || (template ? isNameTemplate(targetLabel, names) : names.isLabelName(targetLabel)),
        "target_label",
        "\"%s\" is invalid 'target_label' for %s action; %s"
            .formatted(targetLabel, label, nameRule(names)));
    require(
        !Set.of(LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL).contains(action)
            || replacement.equals(RelabelRule.DEFAULT_REPLACEMENT),
        "replacement",
        "'replacement' can not be set for %s action; remove it".formatted(label));
    require(
        action != LABELMAP || isNameTemplate(replacement, names),
        "replacement",
        "\"%s\" is invalid 'replacement' for %s action; %s"
            .formatted(replacement, label, nameRule(names)));
    if (action == KEEPEQUAL || action == DROPEQUAL) {
      String only =
          label + " action requires only 'source_labels' and 'target_label', and no other fields";
      require(regex.equals(RelabelRule.DEFAULT_REGEX), "regex", only);
      require(modulus == 0, "modulus", only);
      require(separator.equals(RelabelRule.DEFAULT_SEPARATOR), "separator", only);
    }
    if (action == LABELDROP || action == LABELKEEP) {
      String only = label + " action requires only 'regex', and no other fields";
      require(sourceLabels.isEmpty(), "source_labels", only);
      require(targetLabel.isEmpty(), "target_label", only);
      require(modulus == 0, "modulus", only);
      require(separator.equals(RelabelRule.DEFAULT_SEPARATOR), "separator", only);
      require(replacement.equals(RelabelRule.DEFAULT_REPLACEMENT), "replacement", only);
    }
    checkVmagentActions(sourceLabels, regex, targetLabel, action, conditional);
  }

  private static void checkVmagentActions(
      List<String> sourceLabels,
      String regex,
      String targetLabel,
      RelabelAction action,
      boolean conditional) {
    String label = action.label();
    boolean standardRegex = regex.equals(RelabelRule.DEFAULT_REGEX);
    if (action == KEEP_IF_EQUAL || action == DROP_IF_EQUAL) {
      require(
          sourceLabels.size() >= 2,
          "source_labels",
          "must contain at least two entries for the %s action".formatted(label));
      require(
          targetLabel.isEmpty(),
          "target_label",
          "cannot be used for the %s action".formatted(label));
      require(standardRegex, "regex", "cannot be used for the %s action".formatted(label));
    }
    if (action == KEEP_IF_CONTAINS || action == DROP_IF_CONTAINS) {
      require(
          !sourceLabels.isEmpty(),
          "source_labels",
          "must contain at least a single entry for the %s action".formatted(label));
      require(standardRegex, "regex", "cannot be used for the %s action".formatted(label));
    }
    if (action == KEEP_METRICS || action == DROP_METRICS) {
      require(
          sourceLabels.isEmpty(),
          "source_labels",
          "must be empty for the %s action".formatted(label));
      require(
          conditional || !(standardRegex || regex.isEmpty()),
          "regex",
          "must be non-empty for the %s action, or an 'if' must be set".formatted(label));
    }
    if (action == REPLACE_ALL) {
      require(
          !sourceLabels.isEmpty(), "source_labels", "missing for the %s action".formatted(label));
    }
    if (action == REPLACE_ALL || action == LABELMAP_ALL) {
      require(
          !standardRegex,
          "regex",
          "missing for the %s action; each occurrence of it is replaced".formatted(label));
    }
  }

  private static boolean isNameTemplate(String template, NameValidation names) {
    return names == NameValidation.LEGACY
        ? NAME_TEMPLATE.matcher(template).find()
        : names.isLabelName(template);
  }

  private static String nameRule(NameValidation names) {
    return names == NameValidation.LEGACY
        ? "a label name has letters, digits and _, and no digit first"
        : "a label name has at least one character";
  }

  private static void require(boolean valid, String field, String problem) {
    if (!valid) {
      throw new RelabelException(field, problem);
    }
  }
}
