package io.benchstream.discovery.profile;

import io.benchstream.relabel.rules.RelabelRule;
import io.benchstream.schemas.RelabelConfig;

/** Relabeling rules as they stand on topics. */
public final class RelabelRecords {
  private RelabelRecords() {}

  public static RelabelConfig of(RelabelRule rule) {
    return RelabelConfig.newBuilder()
        .setSourceLabels(rule.sourceLabels())
        .setSeparator(rule.separator())
        .setRegex(rule.regex())
        .setModulus(rule.modulus())
        .setTargetLabel(rule.targetLabel())
        .setReplacement(rule.replacement())
        .setAction(rule.action().label())
        .setIf$(rule.condition() == null ? null : String.valueOf(rule.condition()))
        .build();
  }
}
