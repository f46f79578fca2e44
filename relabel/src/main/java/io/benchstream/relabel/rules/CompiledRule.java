package io.benchstream.relabel.rules;

import io.benchstream.relabel.labels.LabelBuilder;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.regex.AnchoredRegex;
import io.benchstream.relabel.regex.Match;
import io.benchstream.relabel.regex.Template;
import io.benchstream.relabel.selector.SeriesSelector;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A rule ready to be applied. Hot path, once per series. Immutable, so that any number of threads
 * may use it; all that changes is in the caller's builder.
 */
final class CompiledRule {
  private final RelabelAction action;
  private final @Nullable SeriesSelector condition;
  private final String[] sources;
  private final String separator;
  private final AnchoredRegex regex;
  private final Template replacement;
  private final Template target;
  private final String targetLabel;
  private final long modulus;
  private final NameValidation names;
  private final boolean constantTarget;
  private final boolean unusableTarget;
  private final @Nullable OccurrenceRule occurrences;

  CompiledRule(RelabelRule rule) {
    boolean byMetricName =
        rule.action() == RelabelAction.KEEP_METRICS || rule.action() == RelabelAction.DROP_METRICS;
    action = rule.action();
    condition = rule.condition();
    sources =
        (byMetricName ? List.of(LabelSet.METRIC_NAME) : rule.sourceLabels()).toArray(new String[0]);
    separator = rule.separator();
    boolean inOccurrences =
        action == RelabelAction.REPLACE_ALL || action == RelabelAction.LABELMAP_ALL;
    occurrences = inOccurrences ? new OccurrenceRule(rule) : null;
    regex = AnchoredRegex.compile(inOccurrences ? RelabelRule.DEFAULT_REGEX : rule.regex());
    replacement = regex.template(rule.replacement());
    target = regex.template(rule.targetLabel());
    targetLabel = rule.targetLabel();
    modulus = rule.modulus();
    names = rule.names();
    constantTarget = target.isConstant();
    unusableTarget = constantTarget && !names.isLabelName(target.constant());
  }

  boolean isFor(LabelBuilder labels) {
    return condition == null || condition.matches(labels);
  }

  /** The text that the rule looks at: the values of its source labels, joined. */
  String source(LabelBuilder labels) {
    if (sources.length == 1) {
      return labels.get(sources[0]);
    }
    if (sources.length == 0) {
      return "";
    }
    StringBuilder joined = new StringBuilder(labels.get(sources[0]));
    for (int i = 1; i < sources.length && joined.length() <= LabelBuilder.MAX_CHARS; i++) {
      joined.append(separator).append(labels.get(sources[i]));
    }
    return joined.toString();
  }

  RelabelOutcome apply(LabelBuilder labels) {
    if (!isFor(labels)) {
      // As in vmagent: what `keep` does not look at is not kept.
      boolean keeps = action == RelabelAction.KEEP || action == RelabelAction.KEEP_METRICS;
      return keeps ? RelabelOutcome.DROPPED : RelabelOutcome.KEPT;
    }
    String source = source(labels);
    if (source.length() > LabelBuilder.MAX_CHARS) {
      return RelabelOutcome.TOO_LARGE;
    }
    boolean kept = apply(labels, source);
    if (labels.tooLarge()) {
      return RelabelOutcome.TOO_LARGE;
    }
    return kept ? RelabelOutcome.KEPT : RelabelOutcome.DROPPED;
  }

  /** Whether the label set is kept. */
  private boolean apply(LabelBuilder labels, String source) {
    switch (action) {
      case KEEP, KEEP_METRICS -> {
        return regex.matches(source);
      }
      case DROP, DROP_METRICS -> {
        return !regex.matches(source);
      }
      case KEEPEQUAL -> {
        return labels.get(targetLabel).equals(source);
      }
      case DROPEQUAL -> {
        return !labels.get(targetLabel).equals(source);
      }
      case KEEP_IF_EQUAL -> {
        return sourcesAreEqual(labels);
      }
      case DROP_IF_EQUAL -> {
        return !sourcesAreEqual(labels);
      }
      case KEEP_IF_CONTAINS -> {
        return targetContainsSources(labels);
      }
      case DROP_IF_CONTAINS -> {
        return !targetContainsSources(labels);
      }
      case REPLACE -> replace(labels, source);
      case HASHMOD -> labels.set(targetLabel, hashmod(source));
      case LOWERCASE -> labels.set(targetLabel, mapCase(source, false));
      case UPPERCASE -> labels.set(targetLabel, mapCase(source, true));
      case LABELMAP -> labelmap(labels);
      case LABELDROP -> removeLabels(labels, true);
      case LABELKEEP -> removeLabels(labels, false);
      case LABELMAP_ALL -> Objects.requireNonNull(occurrences).renameLabels(labels);
      case REPLACE_ALL -> Objects.requireNonNull(occurrences).replace(labels, source);
    }
    return true;
  }

  /** An expanded target that is no label name makes the rule do nothing, and says nothing. */
  private void replace(LabelBuilder labels, String source) {
    if (unusableTarget) {
      return;
    }
    if (constantTarget && replacement.isConstant()) {
      if (regex.matches(source)) {
        labels.set(target.constant(), replacement.constant());
      }
      return;
    }
    Match match = regex.match(source);
    if (match == null) {
      return;
    }
    String name = target.expand(match);
    if (constantTarget || names.isLabelName(name)) {
      labels.set(name, replacement.expand(match));
    }
  }

  /** A label that is mapped onto the name of a later one does not hide it from the rule. */
  private void labelmap(LabelBuilder labels) {
    String[] before = labels.snapshot();
    for (int i = 0; i < before.length; i += 2) {
      if (regex.matches(before[i])) {
        labels.set(regex.replaceAll(before[i], replacement), before[i + 1]);
      }
    }
  }

  private void removeLabels(LabelBuilder labels, boolean matching) {
    String[] before = labels.snapshot();
    for (int i = 0; i < before.length; i += 2) {
      if (regex.matches(before[i]) == matching) {
        labels.remove(before[i]);
      }
    }
  }

  private boolean sourcesAreEqual(LabelBuilder labels) {
    String first = labels.get(sources[0]);
    for (int i = 1; i < sources.length; i++) {
      if (!labels.get(sources[i]).equals(first)) {
        return false;
      }
    }
    return true;
  }

  private boolean targetContainsSources(LabelBuilder labels) {
    String container = labels.get(targetLabel);
    for (String source : sources) {
      if (!container.contains(labels.get(source))) {
        return false;
      }
    }
    return true;
  }

  /** The last 8 bytes of the MD5 sum, big-endian and unsigned, modulo. */
  private String hashmod(String source) {
    byte[] sum;
    try {
      sum = MessageDigest.getInstance("MD5").digest(source.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no MD5, which every one must have", e);
    }
    long hash = 0;
    for (int i = 8; i < 16; i++) {
      hash = hash << 8 | (sum[i] & 0xff);
    }
    return Long.toUnsignedString(Long.remainderUnsigned(hash, modulus));
  }

  /**
   * Maps each character for itself, as Go does; {@link String#toUpperCase} makes "SS" of "ß" and
   * looks at a character's neighbours.
   */
  private static String mapCase(String text, boolean upper) {
    StringBuilder mapped = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      mapped.appendCodePoint(upper ? Character.toUpperCase(c) : Character.toLowerCase(c));
      at += Character.charCount(c);
    }
    return mapped.toString();
  }
}
