package io.benchstream.relabel.regex;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * An RE2 expression that must match the whole text, with the dot matching newlines too: {@code
 * ^(?s:…)$}, as Prometheus compiles it. Most expressions in use are made of literals and {@code
 * .*}; those are matched by comparison ({@link SimpleForm}), the others by RE2/J in linear time.
 */
public final class AnchoredRegex {
  private final String expression;
  private final Pattern pattern;
  private final @Nullable SimpleForm simple;

  private AnchoredRegex(String expression, Pattern pattern, @Nullable SimpleForm simple) {
    this.expression = expression;
    this.pattern = pattern;
    this.simple = simple;
  }

  /**
   * Compiles an expression.
   *
   * @throws RegexException where it is no RE2 expression, or too large a one
   */
  public static AnchoredRegex compile(String expression) {
    Pattern pattern = compilePattern(expression, "^(?s:" + expression + ")$");
    return new AnchoredRegex(expression, pattern, SimpleForm.of(expression));
  }

  /** As {@link #compile}, without the fast path: what the fast path is compared with. */
  static AnchoredRegex compileWithoutFastPath(String expression) {
    Pattern pattern = compilePattern(expression, "^(?s:" + expression + ")$");
    return new AnchoredRegex(expression, pattern, null);
  }

  static Pattern compilePattern(String expression, String complete) {
    RegexBudget.check(expression);
    try {
      return Pattern.compile(complete);
    } catch (PatternSyntaxException e) {
      throw new RegexException(
          "'%s' is not a valid RE2 regular expression: %s%s; see https://github.com/google/re2/wiki/Syntax"
              .formatted(
                  expression,
                  e.getDescription(),
                  e.getPattern() == null ? "" : " at '" + e.getPattern() + "'"),
          e);
    } catch (StackOverflowError e) {
      throw new RegexException("the regular expression nests too deeply", e);
    }
  }

  /** The expression as it was written. */
  public String expression() {
    return expression;
  }

  /** Whether the whole of {@code text} matches. */
  public boolean matches(String text) {
    return simple != null ? simple.matches(text) : pattern.matcher(text).find();
  }

  /** The match of {@code text} with its groups, or null where it does not match. */
  public @Nullable Match match(String text) {
    if (simple != null && simple.knowsGroups()) {
      return simple.match(text);
    }
    if (simple != null && !simple.matches(text)) {
      return null;
    }
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Match.of(text, matcher) : null;
  }

  /** The template for replacements that refers to this expression's groups. */
  public Template template(String text) {
    return Template.compile(text, pattern);
  }

  /**
   * {@code text} with each match replaced. An anchored expression has one match, the whole text;
   * but an expression like {@code a)|(?:b} undoes the anchors, and Prometheus takes it.
   */
  public String replaceAll(String text, Template template) {
    Match match = match(text);
    if (match == null) {
      return text;
    }
    return match.isWhole() ? template.expand(match) : Replacement.all(pattern, text, template);
  }
}
