package io.benchstream.relabel.regex;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large the program of an expression becomes, estimated before it is compiled. RE2/J bounds
 * neither depth nor nested repetitions: {@code ((a{1000}){1000}){1000}} would be a thousand million
 * instructions. Expressions come with targets, so they must not be able to take a worker's memory.
 */
final class RegexBudget {
  /** Most instructions, estimated. An alternation of 2,000 metric names has about 50,000. */
  static final int MAX_STEPS = 100_000;

  /** Deepest nesting of groups, as in Go. */
  static final int MAX_DEPTH = 1_000;

  private final String expression;
  private int at;

  private RegexBudget(String expression) {
    this.expression = expression;
  }

  /**
   * Refuses an expression whose program would be too large.
   *
   * @throws RegexException with the limit
   */
  static void check(String expression) {
    new RegexBudget(expression).check();
  }

  private void check() {
    Deque<Long> outer = new ArrayDeque<>();
    long steps = 0; // of the group that is open
    long last = 0; // of the last element in it, which a repetition would repeat
    while (at < expression.length()) {
      char c = expression.charAt(at);
      switch (c) {
        case '(' -> {
          outer.push(steps + last);
          if (outer.size() > MAX_DEPTH) {
            throw new RegexException(
                "the regular expression nests more than %d groups".formatted(MAX_DEPTH));
          }
          steps = 0;
          last = 2;
          at++;
        }
        case ')' -> {
          last = steps + last;
          steps = outer.isEmpty() ? 0 : outer.pop();
          at++;
        }
        case '{' -> {
          last *= repetitions();
          at++;
        }
        case '*', '+', '?' -> {
          last++;
          at++;
        }
        default -> {
          steps += last;
          last = 1;
          skipElement(c);
        }
      }
      if (steps + last > MAX_STEPS) {
        throw new RegexException(
            "the regular expression is too large: beyond %d steps; shorten it or its repetitions"
                .formatted(MAX_STEPS));
      }
    }
  }

  /** An escaped character and a class are one element each, whatever they hold. */
  private void skipElement(char c) {
    if (c == '\\') {
      boolean braced = expression.startsWith("{", at + 2) && "xpP".indexOf(charAt(at + 1)) >= 0;
      int end = braced ? expression.indexOf('}', at) : -1;
      at = end < 0 ? at + 2 : end + 1;
      return;
    }
    if (c != '[') {
      at++;
      return;
    }
    at++;
    if (charAt(at) == '^') {
      at++;
    }
    int first = at;
    while (at < expression.length() && (expression.charAt(at) != ']' || at == first)) {
      at += expression.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }

  private char charAt(int position) {
    return position < expression.length() ? expression.charAt(position) : 0;
  }

  /** The larger number of {@code {n}}, <code>{n,}</code> and <code>{n,m}</code>; else 1. */
  private long repetitions() {
    long most = 1;
    long number = 0;
    for (int i = at + 1; i < expression.length() && i < at + 12; i++) {
      char c = expression.charAt(i);
      if (c >= '0' && c <= '9') {
        number = number * 10 + (c - '0');
      } else if (c == ',' || c == '}') {
        most = Math.max(most, number);
        number = 0;
        if (c == '}') {
          return most;
        }
      } else {
        return 1;
      }
    }
    return 1;
  }
}
