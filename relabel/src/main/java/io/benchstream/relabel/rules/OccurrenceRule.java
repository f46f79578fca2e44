package io.benchstream.relabel.rules;

import io.benchstream.relabel.labels.LabelBuilder;
import io.benchstream.relabel.regex.Template;
import io.benchstream.relabel.regex.UnanchoredRegex;

/** vmagent's {@code replace_all} and {@code labelmap_all}: every occurrence of an expression. */
final class OccurrenceRule {
  private final UnanchoredRegex regex;
  private final Template replacement;
  private final String targetLabel;

  OccurrenceRule(RelabelRule rule) {
    regex = UnanchoredRegex.compile(rule.regex());
    replacement = regex.template(rule.replacement());
    targetLabel = rule.targetLabel();
  }

  void replace(LabelBuilder labels, String source) {
    String result = regex.replaceAll(source, replacement);
    if (!result.equals(source)) {
      labels.set(targetLabel, result);
    }
  }

  /** A label that gets the name of another one replaces it; one that gets no name is gone. */
  void renameLabels(LabelBuilder labels) {
    String[] before = labels.snapshot();
    String[] renamed = new String[before.length / 2];
    for (int i = 0; i < renamed.length; i++) {
      renamed[i] = regex.replaceAll(before[2 * i], replacement);
      if (!renamed[i].equals(before[2 * i])) {
        labels.remove(before[2 * i]);
      }
    }
    for (int i = 0; i < renamed.length; i++) {
      if (!renamed[i].isEmpty() && !renamed[i].equals(before[2 * i])) {
        labels.set(renamed[i], before[2 * i + 1]);
      }
    }
  }
}
