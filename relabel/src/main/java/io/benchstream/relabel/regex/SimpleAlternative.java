package io.benchstream.relabel.regex;

import org.jspecify.annotations.Nullable;

/**
 * One alternative without a choice: {@code prefix}, {@code prefix.*suffix}, or, where {@code
 * contained} is set, {@code .*contained.*}.
 *
 * @param before the least number of characters that the first wildcard takes, -1 for no wildcard
 * @param after the same of the wildcard behind {@code contained}
 * @param captured whether the only wildcard is a group
 */
record SimpleAlternative(
    String prefix,
    int before,
    @Nullable String contained,
    int after,
    String suffix,
    boolean captured) {

  private static final String SPECIAL = ".+*?()|[]{}^$";

  boolean isLiteral() {
    return before < 0;
  }

  boolean matches(String text) {
    if (before < 0) {
      return text.equals(prefix);
    }
    if (contained != null) {
      if (text.length() < before) {
        return false;
      }
      int at = text.indexOf(contained, before);
      return at >= 0 && at + contained.length() + after <= text.length();
    }
    return text.length() >= prefix.length() + before + suffix.length()
        && text.startsWith(prefix)
        && text.endsWith(suffix);
  }

  /** Reads an alternative of a valid expression, or gives null where it has another form. */
  static @Nullable SimpleAlternative parse(String body) {
    // Anchors of one's own change nothing in an expression that is anchored already.
    int from = body.startsWith("^") ? 1 : 0;
    boolean closed = body.endsWith("$") && !body.endsWith("\\$");
    int to = Math.max(from, closed ? body.length() - 1 : body.length());
    StringBuilder literal = new StringBuilder();
    String prefix = "";
    String contained = null;
    int before = -1;
    int after = -1;
    boolean captured = false;
    int at = from;
    while (at < to) {
      char c = body.charAt(at);
      Wildcard wildcard = Wildcard.at(body, at, to);
      if (wildcard == null) {
        if (c == '\\') {
          at++;
          if (at >= to || !isEscapable(body.charAt(at))) {
            return null;
          }
          c = body.charAt(at);
        } else if (SPECIAL.indexOf(c) >= 0) {
          return null;
        }
        literal.append(c);
        at++;
        continue;
      }
      if (before < 0) {
        prefix = literal.toString();
        before = wildcard.least();
        captured = wildcard.captured();
      } else if (contained == null && prefix.isEmpty() && !captured && !wildcard.captured()) {
        contained = literal.toString();
        after = wildcard.least();
      } else {
        return null;
      }
      literal.setLength(0);
      at = wildcard.end();
    }
    if (before < 0) {
      return new SimpleAlternative(literal.toString(), -1, null, -1, "", false);
    }
    // Between two wildcards something must stand: .+.+ counts characters, not Java's chars.
    if (contained != null && (contained.isEmpty() || !literal.isEmpty())) {
      return null;
    }
    return new SimpleAlternative(prefix, before, contained, after, literal.toString(), captured);
  }

  /** RE2 takes a backslash before any ASCII character that is neither letter nor digit. */
  private static boolean isEscapable(char c) {
    return c < 0x80 && !Character.isLetterOrDigit(c);
  }

  /** A wildcard in an expression: how many characters it takes at least, and where it ends. */
  private record Wildcard(int least, boolean captured, int end) {
    static @Nullable Wildcard at(String body, int at, int to) {
      boolean captured = body.charAt(at) == '(';
      int dot = captured ? at + 1 : at;
      if (dot + 1 >= to || body.charAt(dot) != '.') {
        return null;
      }
      char repeat = body.charAt(dot + 1);
      if (repeat != '*' && repeat != '+') {
        return null;
      }
      int end = dot + 2;
      if (end < to && body.charAt(end) == '?') {
        end++; // lazy: the anchors leave it no choice
      }
      if (captured) {
        if (end >= to || body.charAt(end) != ')') {
          return null;
        }
        end++;
      }
      return new Wildcard(repeat == '+' ? 1 : 0, captured, end);
    }
  }
}
