package io.benchstream.relabel.selector;

import io.benchstream.relabel.labels.LabelBuilder;
import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.labels.LabelText;
import io.benchstream.relabel.labels.NameValidation;
import io.benchstream.relabel.regex.AnchoredRegex;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One condition of a selector: {@code label="value"}. A label that is absent has the value "". */
public final class LabelMatcher {
  /** How a label's value is compared. */
  public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    MATCHES("=~"),
    NOT_MATCHES("!~");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    public String symbol() {
      return symbol;
    }
  }

  private final String label;
  private final Operator operator;
  private final String value;
  private final @Nullable AnchoredRegex regex;

  /**
   * @throws io.benchstream.relabel.regex.RegexException where the operator wants an expression and
   *     the value is none
   */
  public LabelMatcher(String label, Operator operator, String value) {
    this.label = label;
    this.operator = operator;
    this.value = value;
    boolean wantsRegex = operator == Operator.MATCHES || operator == Operator.NOT_MATCHES;
    this.regex = wantsRegex ? AnchoredRegex.compile(value) : null;
  }

  public String label() {
    return label;
  }

  public Operator operator() {
    return operator;
  }

  public String value() {
    return value;
  }

  public boolean matches(LabelSet labels) {
    return matchesValue(labels.get(label));
  }

  public boolean matches(LabelBuilder labels) {
    return matchesValue(labels.get(label));
  }

  private boolean matchesValue(String actual) {
    boolean equal = regex == null ? actual.equals(value) : regex.matches(actual);
    return equal == (operator == Operator.EQUAL || operator == Operator.MATCHES);
  }

  boolean isPlainMetricName() {
    return label.equals(LabelSet.METRIC_NAME)
        && operator == Operator.EQUAL
        && NameValidation.LEGACY.isMetricName(value);
  }

  void appendTo(StringBuilder text) {
    if (NameValidation.LEGACY.isLabelName(label)) {
      text.append(label);
    } else {
      LabelText.quote(text, label);
    }
    text.append(operator.symbol());
    LabelText.quote(text, value);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelMatcher that
        && label.equals(that.label)
        && operator == that.operator
        && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return Objects.hash(label, operator, value);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    appendTo(text);
    return text.toString();
  }
}
