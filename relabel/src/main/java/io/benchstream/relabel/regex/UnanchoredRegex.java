package io.benchstream.relabel.regex;

import com.google.re2j.Pattern;

/** An RE2 expression that is looked for anywhere in a text: vmagent's {@code …_all} actions. */
public final class UnanchoredRegex {
  private final Pattern pattern;

  private UnanchoredRegex(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Compiles an expression.
   *
   * @throws RegexException where it is no RE2 expression, or too large a one
   */
  public static UnanchoredRegex compile(String expression) {
    return new UnanchoredRegex(AnchoredRegex.compilePattern(expression, expression));
  }

  /** The template for replacements that refers to this expression's groups. */
  public Template template(String text) {
    return Template.compile(text, pattern);
  }

  /** {@code text} with each match replaced by the expanded template. */
  public String replaceAll(String text, Template template) {
    return Replacement.all(pattern, text, template);
  }
}
