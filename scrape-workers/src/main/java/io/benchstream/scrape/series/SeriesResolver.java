package io.benchstream.scrape.series;

import io.benchstream.relabel.labels.FloatLabels;
import io.benchstream.relabel.labels.LabelBuilder;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.labels.LabelText;
import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.rules.RelabelOutcome;
import io.benchstream.scrape.exposition.ExpositionCursor;
import io.benchstream.scrape.exposition.MetricType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes of a sample's name and labels the series that is stored: target labels, metric relabeling,
 * limits. The rules are Prometheus'. Reusable, one thread; the result is in {@link #series} or
 * {@link #reason} until the next call.
 */
final class SeriesResolver {
  /** What became of a series. */
  enum Verdict {
    KEPT,
    /** Metric relabeling drops it. */
    DROPPED,
    /** It breaks the data model. */
    INVALID,
    /** It breaks a limit, and with it the scrape. */
    BEYOND_LIMIT
  }

  /** A label of the page whose name the target takes. */
  private record Replaced(String name, String value) {}

  private static final String EXPORTED = "exported_";

  private final LabelBuilder labels = new LabelBuilder();
  private final List<Replaced> replaced = new ArrayList<>();

  /** The names of the page's labels; more may follow behind them. */
  private String[] names = new String[32];

  private int written;
  private final StringBuilder text = new StringBuilder();
  private String series = "";
  private String reason = "";

  /** KEPT: the series as {@link PageOutcome.Samples#series} has it. */
  String series() {
    return series;
  }

  /** INVALID, BEYOND_LIMIT: why. */
  String reason() {
    return reason;
  }

  Verdict resolve(ExpositionCursor cursor, SeriesRules rules) {
    labels.reset();
    if (!readLabels(cursor)) {
      return Verdict.INVALID;
    }
    mergeTargetLabels(rules);
    if (labels.tooLarge()) {
      reason = "the series has too many labels, or too long ones";
      return Verdict.INVALID;
    }
    LabelSet resolved = labels.toLabelSet();
    if (!rules.relabeling().isEmpty()) {
      RelabelOutcome outcome = rules.relabeling().apply(labels.reset(resolved));
      if (outcome == RelabelOutcome.TOO_LARGE) {
        reason = "metric relabeling makes the series too large";
        return Verdict.INVALID;
      }
      if (outcome == RelabelOutcome.DROPPED) {
        return Verdict.DROPPED;
      }
      resolved = labels.toLabelSet();
    }
    if (resolved.isEmpty()) {
      return Verdict.DROPPED;
    }
    if (resolved.get(LabelSet.METRIC_NAME).isEmpty()) {
      reason = "metric relabeling leaves no metric name (__name__)";
      return Verdict.INVALID;
    }
    if (!resolved.hasOnlyValidNames(NameValidation.UTF8)) {
      reason = "metric relabeling gives a label an invalid name";
      return Verdict.INVALID;
    }
    if (!isWithin(rules.limits(), resolved)) {
      return Verdict.BEYOND_LIMIT;
    }
    series = render(resolved, rules.targetLabels());
    return Verdict.KEPT;
  }

  private boolean readLabels(ExpositionCursor cursor) {
    written = cursor.labelCount();
    if (names.length < written) {
      names = new String[written * 2];
    }
    labels.set(LabelSet.METRIC_NAME, cursor.name());
    for (int i = 0; i < written; i++) {
      String name = cursor.labelName(i);
      if (name.equals(LabelSet.METRIC_NAME) || isWritten(name, i)) {
        reason = "the label %s is there twice".formatted(name);
        return false;
      }
      names[i] = name;
      labels.set(name, normalized(cursor.type(), name, cursor.labelValue(i)));
    }
    return true;
  }

  /** Whether the name is among the first labels of the page's series, with a value or without. */
  private boolean isWritten(String name, int count) {
    for (int i = 0; i < count; i++) {
      if (name.equals(names[i])) {
        return true;
      }
    }
    return false;
  }

  private static String normalized(MetricType type, String name, String value) {
    boolean isNumber =
        (type == MetricType.HISTOGRAM && name.equals("le"))
            || (type == MetricType.SUMMARY && name.equals("quantile"));
    return isNumber ? FloatLabels.normalize(value) : value;
  }

  private void mergeTargetLabels(SeriesRules rules) {
    LabelSet target = rules.targetLabels();
    replaced.clear();
    for (int i = 0; i < target.size(); i++) {
      String name = target.name(i);
      if (rules.honorLabels() && isWritten(name, written)) {
        continue;
      }
      String onPage = labels.get(name);
      if (!onPage.isEmpty()) {
        replaced.add(new Replaced(name, onPage));
      }
      labels.set(name, target.value(i));
    }
    // The shortest names first, as Prometheus does: exported_a may itself be a label of the page.
    replaced.sort(Comparator.comparingInt(label -> label.name().length()));
    for (Replaced label : replaced) {
      String free = EXPORTED + label.name();
      while (!labels.get(free).isEmpty()) {
        free = EXPORTED + free;
      }
      labels.set(free, label.value());
    }
  }

  private boolean isWithin(SeriesLimits limits, LabelSet resolved) {
    if (limits.labels() > 0 && resolved.size() > limits.labels()) {
      return exceeds("label_limit", limits.labels(), resolved, resolved.size(), "labels");
    }
    if (limits.nameLength() == 0 && limits.valueLength() == 0) {
      return true;
    }
    for (int i = 0; i < resolved.size(); i++) {
      int nameLength = utf8Length(resolved.name(i));
      if (limits.nameLength() > 0 && nameLength > limits.nameLength()) {
        return exceeds(
            "label_name_length_limit",
            limits.nameLength(),
            resolved,
            nameLength,
            "bytes in the name of a label");
      }
      int valueLength = utf8Length(resolved.value(i));
      if (limits.valueLength() > 0 && valueLength > limits.valueLength()) {
        return exceeds(
            "label_value_length_limit",
            limits.valueLength(),
            resolved,
            valueLength,
            "bytes in the value of " + resolved.name(i));
      }
    }
    return true;
  }

  private boolean exceeds(String key, int limit, LabelSet resolved, int found, String what) {
    String name = resolved.get(LabelSet.METRIC_NAME);
    reason =
        "%s %d is exceeded: %.50s has %d %s; raise the limit or drop the series by relabeling"
            .formatted(key, limit, name, found, what);
    return false;
  }

  private static int utf8Length(String text) {
    int length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a surrogate pair stands for two of the pair's four bytes.
      length += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
    return length;
  }

  private String render(LabelSet resolved, LabelSet target) {
    text.setLength(0);
    String name = resolved.get(LabelSet.METRIC_NAME);
    boolean plainName = NameValidation.LEGACY.isMetricName(name);
    if (plainName) {
      text.append(name);
    }
    int bare = text.length();
    text.append('{');
    int open = text.length();
    if (!plainName) {
      LabelText.quote(text, name);
    }
    for (int i = 0; i < resolved.size(); i++) {
      String label = resolved.name(i);
      if (!label.equals(LabelSet.METRIC_NAME) && !target.get(label).equals(resolved.value(i))) {
        append(open, label, resolved.value(i));
      }
    }
    for (int i = 0; i < target.size(); i++) {
      if (resolved.get(target.name(i)).isEmpty()) {
        append(open, target.name(i), "");
      }
    }
    if (text.length() == open) {
      text.setLength(bare);
    } else {
      text.append('}');
    }
    return text.toString();
  }

  private void append(int open, String label, String value) {
    if (text.length() > open) {
      text.append(',');
    }
    if (NameValidation.LEGACY.isLabelName(label)) {
      text.append(label);
    } else {
      LabelText.quote(text, label);
    }
    text.append('=');
    LabelText.quote(text, value);
  }
}
