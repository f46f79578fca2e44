package io.benchstream.cli.console;

import java.util.regex.Pattern;

/** Text with colour codes in it, which take no room. */
final class VisibleText {
  private static final Pattern CODE = Pattern.compile("\u001b\\[[0-9;]*m");

  private VisibleText() {}

  static int width(String text) {
    String visible = CODE.matcher(text).replaceAll("");
    return visible.codePointCount(0, visible.length());
  }

  /** Cuts what is beyond the width; colours end with it. */
  static String cut(String text, int width) {
    if (width(text) <= width) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int used = 0;
    int i = 0;
    while (i < text.length() && used < width - 1) {
      if (text.charAt(i) == '\u001b') {
        int end = text.indexOf('m', i) + 1;
        kept.append(text, i, end);
        i = end;
      } else {
        int next = text.offsetByCodePoints(i, 1);
        kept.append(text, i, next);
        used++;
        i = next;
      }
    }
    return kept.append('…').append(text.contains("\u001b") ? "\u001b[0m" : "").toString();
  }
}
