package io.benchstream.relabel.regex;

import com.google.re2j.Matcher;
import org.jspecify.annotations.Nullable;

/** A match and where its groups are. Valid until the matcher behind it is used again. */
public final class Match {
  private final String text;
  private final @Nullable Matcher matcher;
  private final int groupStart;
  private final int groupEnd;

  private Match(String text, @Nullable Matcher matcher, int groupStart, int groupEnd) {
    this.text = text;
    this.matcher = matcher;
    this.groupStart = groupStart;
    this.groupEnd = groupEnd;
  }

  static Match of(String text, Matcher matcher) {
    return new Match(text, matcher, 0, 0);
  }

  /** A match of the whole text with at most one group. */
  static Match whole(String text, int groupStart, int groupEnd) {
    return new Match(text, null, groupStart, groupEnd);
  }

  boolean isWhole() {
    return matcher == null || (matcher.start() == 0 && matcher.end() == text.length());
  }

  /** The text of a group that the expression has, empty where the group took no part. */
  String group(int group) {
    int start = start(group);
    return start < 0 ? "" : text.substring(start, end(group));
  }

  void appendGroup(StringBuilder into, int group) {
    int start = start(group);
    if (start >= 0) {
      into.append(text, start, end(group));
    }
  }

  private int start(int group) {
    if (matcher != null) {
      return matcher.start(group);
    }
    return group == 0 ? 0 : groupStart;
  }

  private int end(int group) {
    if (matcher != null) {
      return matcher.end(group);
    }
    return group == 0 ? text.length() : groupEnd;
  }
}
