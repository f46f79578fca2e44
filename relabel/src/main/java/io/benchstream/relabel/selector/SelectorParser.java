package io.benchstream.relabel.selector;

import io.benchstream.relabel.labels.LabelSet;
import io.benchstream.relabel.regex.RegexException;
import io.benchstream.relabel.selector.LabelMatcher.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a series selector. The grammar is MetricsQL's:
 *
 * <pre>
 * selector   = name | [name] "{" [conditions {"or" conditions}] "}"
 * conditions = condition {"," condition} [","]
 * condition  = label ("=" | "!=" | "=~" | "!~") string | quoted metric name
 * </pre>
 */
final class SelectorParser {
  private final String text;
  private int at;

  SelectorParser(String text) {
    this.text = text;
  }

  SeriesSelector parse() {
    skipSpace();
    List<LabelMatcher> named = new ArrayList<>();
    if (atName()) {
      named.add(new LabelMatcher(LabelSet.METRIC_NAME, Operator.EQUAL, name()));
      skipSpace();
    } else if (!at('{')) {
      throw expected("a metric name or '{'");
    }
    List<List<LabelMatcher>> alternatives = new ArrayList<>();
    if (at('{')) {
      at++;
      skipSpace();
      do {
        List<LabelMatcher> conditions = new ArrayList<>(named);
        conditions(conditions, alternatives.isEmpty());
        alternatives.add(conditions);
      } while (takeOr());
      if (!at('}')) {
        throw expected("',', 'or' or '}'");
      }
      at++;
      skipSpace();
    } else {
      alternatives.add(named);
    }
    if (at < text.length()) {
      throw expected("the end of the selector");
    }
    return new SeriesSelector(alternatives);
  }

  private void conditions(List<LabelMatcher> into, boolean first) {
    if (first && at('}')) {
      return;
    }
    while (true) {
      into.add(condition());
      skipSpace();
      if (!at(',')) {
        return;
      }
      at++;
      skipSpace();
      if (at('}')) {
        return;
      }
    }
  }

  private LabelMatcher condition() {
    boolean quoted = atQuote();
    if (!quoted && !atName()) {
      throw expected("a label name");
    }
    String label = quoted ? string() : name();
    skipSpace();
    if (quoted && (at('}') || at(',') || atOr())) {
      return new LabelMatcher(LabelSet.METRIC_NAME, Operator.EQUAL, label);
    }
    Operator operator = operator();
    skipSpace();
    if (!atQuote()) {
      throw expected("a value in quotes");
    }
    int start = at;
    String value = string();
    try {
      return new LabelMatcher(label, operator, value);
    } catch (RegexException e) {
      throw new SelectorException(
          "selector '%s', column %d: %s".formatted(text, start + 1, e.getMessage()), e);
    }
  }

  private Operator operator() {
    for (Operator operator : List.of(Operator.MATCHES, Operator.NOT_MATCHES, Operator.NOT_EQUAL)) {
      if (text.startsWith(operator.symbol(), at)) {
        at += 2;
        return operator;
      }
    }
    if (!at('=')) {
      throw expected("'=', '!=', '=~' or '!~'");
    }
    at++;
    return Operator.EQUAL;
  }

  private boolean takeOr() {
    if (!atOr()) {
      return false;
    }
    at += 2;
    skipSpace();
    return true;
  }

  private boolean atOr() {
    return text.regionMatches(true, at, "or", 0, 2)
        && (at + 2 >= text.length() || !isNamePart(text.codePointAt(at + 2)));
  }

  private boolean atName() {
    if (at >= text.length()) {
      return false;
    }
    int c = text.codePointAt(at);
    return Character.isLetter(c) || c == '_' || c == ':' || (c == '\\' && at + 1 < text.length());
  }

  private static boolean isNamePart(int c) {
    return Character.isLetter(c) || c == '_' || c == ':' || c == '.' || (c >= '0' && c <= '9');
  }

  /** A name; a backslash takes the next character as it is, as in MetricsQL. */
  private String name() {
    StringBuilder name = new StringBuilder();
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        c = text.codePointAt(at);
      } else if (!isNamePart(c)) {
        break;
      }
      name.appendCodePoint(c);
      at += Character.charCount(c);
    }
    return name.toString();
  }

  private boolean atQuote() {
    return at('"') || at('\'') || at('`');
  }

  private String string() {
    int start = at;
    char quote = text.charAt(at++);
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return value.toString();
      }
      if (c == '\\' && quote != '`' && at < text.length()) {
        value.appendCodePoint(escaped(text.charAt(at++)));
      } else {
        value.append(c);
      }
    }
    at = start;
    throw expected("a closing %c for this quote".formatted(quote));
  }

  /** Go's escapes. A byte above 0x7f would be a part of a character: write the character. */
  private int escaped(char c) {
    return switch (c) {
      case 'a' -> 7;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      case '\\', '"', '\'' -> c;
      case 'x' -> number(2, 16, 0x7f);
      case 'u' -> number(4, 16, 0xffff);
      case 'U' -> number(8, 16, Character.MAX_CODE_POINT);
      case '0', '1', '2', '3' -> {
        at--;
        yield number(3, 8, 0x7f);
      }
      default -> {
        at--;
        throw expected(
            "a known escape; for the backslash of an expression write it twice, as in \"a\\\\.b\"");
      }
    };
  }

  private int number(int digits, int radix, int most) {
    int start = at;
    long number = 0;
    for (int i = 0; i < digits; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), radix) : -1;
      if (digit < 0) {
        throw expected("%d digits of base %d".formatted(digits, radix));
      }
      number = number * radix + digit;
      at++;
    }
    boolean surrogate = number >= Character.MIN_SURROGATE && number <= Character.MAX_SURROGATE;
    if (number > most || surrogate) {
      at = start;
      throw expected("a character's code of at most %x".formatted(most));
    }
    return (int) number;
  }

  private boolean at(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n\f\u000b".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private SelectorException expected(String what) {
    String found =
        at < text.length()
            ? "'" + text.substring(at, Math.min(at + 12, text.length())) + "'"
            : "its end";
    return new SelectorException(
        "selector '%s', column %d: expected %s, found %s; write it as name{label=\"value\"}"
            .formatted(text, at + 1, what, found));
  }
}
