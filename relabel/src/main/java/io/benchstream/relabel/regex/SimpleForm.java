package io.benchstream.relabel.regex;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fast path of an anchored expression: alternatives, each of literals and at most one wildcard
 * between them ({@code .*} or {@code .+}), or one literal between two wildcards. Covers {@code
 * (.*)}, {@code foo}, {@code foo|bar}, {@code foo_.*}, {@code .*_bucket}, {@code .*foo.*}, {@code
 * foo_(.+)} and {@code (foo|bar_.*)}.
 *
 * <p>Immutable; matching allocates nothing.
 */
final class SimpleForm {
  private static final int SET_FROM = 5;

  private final SimpleAlternative[] alternatives;
  private final Set<String> literals;
  private final boolean wholeIsGroup;
  private final boolean knowsGroups;

  private SimpleForm(List<SimpleAlternative> alternatives, boolean wholeIsGroup) {
    List<SimpleAlternative> compared = new ArrayList<>();
    Set<String> literals = new HashSet<>();
    for (SimpleAlternative alternative : alternatives) {
      if (alternative.isLiteral()) {
        literals.add(alternative.prefix());
      } else {
        compared.add(alternative);
      }
    }
    boolean useSet = literals.size() >= SET_FROM;
    this.literals = useSet ? Set.copyOf(literals) : Set.of();
    this.alternatives = (useSet ? compared : alternatives).toArray(new SimpleAlternative[0]);
    this.wholeIsGroup = wholeIsGroup;
    long captured = alternatives.stream().filter(SimpleAlternative::captured).count();
    // Group 1 is the whole text or the only alternative's wildcard; else RE2/J finds the groups.
    this.knowsGroups = captured == 0 || (alternatives.size() == 1 && !wholeIsGroup);
  }

  /** The simple form of a valid expression, or null where it has none. */
  static @Nullable SimpleForm of(String expression) {
    String body = expression;
    boolean wholeIsGroup = false;
    if (isOneGroup(expression)) {
      boolean capturing = !expression.startsWith("(?:");
      body = expression.substring(capturing ? 1 : 3, expression.length() - 1);
      wholeIsGroup = capturing;
    }
    List<SimpleAlternative> alternatives = new ArrayList<>();
    int start = 0;
    for (int at = 0; at <= body.length(); at++) {
      if (at < body.length() && body.charAt(at) == '\\') {
        at++;
      } else if (at == body.length() || body.charAt(at) == '|') {
        SimpleAlternative alternative = SimpleAlternative.parse(body.substring(start, at));
        if (alternative == null) {
          return null;
        }
        alternatives.add(alternative);
        start = at + 1;
      }
    }
    return new SimpleForm(alternatives, wholeIsGroup);
  }

  /** Whether one pair of parentheses encloses the expression, and there is no other. */
  private static boolean isOneGroup(String expression) {
    return expression.startsWith("(")
        && expression.indexOf('(', 1) < 0
        && expression.indexOf(')') == expression.length() - 1
        && (expression.startsWith("(?:") || !expression.startsWith("(?"))
        && !expression.endsWith("\\)");
  }

  boolean matches(String text) {
    for (SimpleAlternative alternative : alternatives) {
      if (alternative.matches(text)) {
        return true;
      }
    }
    return !literals.isEmpty() && literals.contains(text);
  }

  boolean knowsGroups() {
    return knowsGroups;
  }

  @Nullable Match match(String text) {
    if (!matches(text)) {
      return null;
    }
    SimpleAlternative first = alternatives.length == 0 ? null : alternatives[0];
    if (wholeIsGroup || first == null || !first.captured()) {
      return Match.whole(text, 0, text.length());
    }
    return Match.whole(text, first.prefix().length(), text.length() - first.suffix().length());
  }
}
