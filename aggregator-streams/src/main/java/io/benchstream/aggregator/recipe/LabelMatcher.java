package io.benchstream.aggregator.recipe;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A label matcher in PromQL's syntax: {@code name="value"}, {@code !=}, {@code =~}, {@code !~}.
 * Regular expressions are RE2, anchored at both ends, and a dot matches a newline, as in
 * Prometheus. A label that a series does not have counts as empty.
 */
public final class LabelMatcher {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*",
          Pattern.DOTALL);

  /** How the value is compared. */
  public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    MATCHES("=~"),
    NOT_MATCHES("!~");

    private final String symbol;

    Operator(String symbol) {
      this.symbol = symbol;
    }

    private static Operator of(String symbol) {
      for (Operator operator : values()) {
        if (operator.symbol.equals(symbol)) {
          return operator;
        }
      }
      throw new IllegalArgumentException(symbol);
    }
  }

  private final String label;
  private final Operator operator;
  private final String value;
  private final Pattern pattern;

  private LabelMatcher(String label, Operator operator, String value) {
    this.label = label;
    this.operator = operator;
    this.value = value;
    boolean regex = operator == Operator.MATCHES || operator == Operator.NOT_MATCHES;
    this.pattern =
        Pattern.compile(regex ? "^(?s:" + value + ")$" : "^" + Pattern.quote(value) + "$");
  }

  /**
   * Reads a matcher.
   *
   * @throws IllegalArgumentException where the text is not one, with the reason
   */
  public static LabelMatcher parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a label matcher; write for example mode!=\"idle\"".formatted(text));
    }
    String value = unescape(form.group(3));
    try {
      return new LabelMatcher(form.group(1), Operator.of(form.group(2)), value);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "'%s' is not a regular expression of RE2: %s".formatted(value, e.getDescription()), e);
    }
  }

  public String label() {
    return label;
  }

  /** Whether the label's value, empty where the series has none, passes. */
  public boolean matches(String labelValue) {
    return switch (operator) {
      case EQUAL -> value.equals(labelValue);
      case NOT_EQUAL -> !value.equals(labelValue);
      case MATCHES -> pattern.matcher(labelValue).find();
      case NOT_MATCHES -> !pattern.matcher(labelValue).find();
    };
  }

  /** The matcher as PromQL writes it. */
  @Override
  public String toString() {
    String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return label + operator.symbol + '"' + escaped + '"';
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelMatcher matcher && toString().equals(matcher.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  private static String unescape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char escaped = text.charAt(++i);
        out.append(escaped == 'n' ? '\n' : escaped);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
