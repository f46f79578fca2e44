package io.benchstream.relabel.regex;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/** Replacing all matches as Go's {@code ReplaceAllString} does. */
final class Replacement {
  private Replacement() {}

  static String all(Pattern pattern, String text, Template template) {
    Matcher matcher = pattern.matcher(text);
    StringBuilder result = new StringBuilder();
    int copied = 0;
    int from = 0;
    while (from <= text.length() && result.length() <= Template.MAX_CHARS && matcher.find(from)) {
      int start = matcher.start();
      int end = matcher.end();
      result.append(text, copied, start);
      // Unlike Java, Go replaces no empty match right behind another match.
      if (end > copied || start == 0) {
        template.expand(Match.of(text, matcher), result);
      }
      copied = end;
      int oneFurther =
          from < text.length() ? from + Character.charCount(text.codePointAt(from)) : from + 1;
      from = Math.max(oneFurther, end);
    }
    return result.append(text, copied, text.length()).toString();
  }
}
