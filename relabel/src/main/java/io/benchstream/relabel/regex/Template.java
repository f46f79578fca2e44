package io.benchstream.relabel.regex;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A replacement with references to groups, as Go's {@code regexp.Expand} reads it: {@code $1},
 * {@code $name}, <code>${1}</code>, <code>${name}</code>, {@code $$} for a dollar. A name is as
 * long as possible, so {@code $1x} is the group "1x"; a group that the expression does not have is
 * empty; a dollar that begins no reference is itself.
 */
public final class Template {
  /** An expansion ends soon after so many characters: then it is longer than any label may be. */
  static final int MAX_CHARS = 1 << 20;

  private static final int GROUP_DIGITS = 8;

  // The text before each group, then the group; the last literal stands behind the last group.
  private final String[] literals;
  private final int[] groups;

  private Template(List<String> literals, List<Integer> groups) {
    this.literals = literals.toArray(new String[0]);
    this.groups = groups.stream().mapToInt(Integer::intValue).toArray();
  }

  static Template compile(String text, Pattern pattern) {
    List<String> literals = new ArrayList<>();
    List<Integer> groups = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c != '$') {
        literal.append(c);
      } else if (at < text.length() && text.charAt(at) == '$') {
        literal.append('$');
        at++;
      } else {
        boolean braced = at < text.length() && text.charAt(at) == '{';
        int nameStart = braced ? at + 1 : at;
        int nameEnd = endOfName(text, nameStart);
        boolean closed = !braced || (nameEnd < text.length() && text.charAt(nameEnd) == '}');
        if (nameEnd == nameStart || !closed) {
          literal.append('$');
          continue;
        }
        Integer group = group(text.substring(nameStart, nameEnd), pattern);
        if (group != null) {
          literals.add(literal.toString());
          groups.add(group);
          literal.setLength(0);
        }
        at = braced ? nameEnd + 1 : nameEnd;
      }
    }
    literals.add(literal.toString());
    return new Template(literals, groups);
  }

  private static int endOfName(String text, int from) {
    int at = from;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (c != '_' && !Character.isLetter(c) && !Character.isDigit(c)) {
        break;
      }
      at += Character.charCount(c);
    }
    return at;
  }

  private static @Nullable Integer group(String name, Pattern pattern) {
    boolean leadingZero = name.length() > 1 && name.charAt(0) == '0';
    if (!leadingZero
        && name.length() <= GROUP_DIGITS
        && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
      int group = Integer.parseInt(name);
      return group <= pattern.groupCount() ? group : null;
    }
    return pattern.namedGroups().get(name);
  }

  /** Whether it refers to no group: {@link #constant} is then every expansion. */
  public boolean isConstant() {
    return groups.length == 0;
  }

  /** The expansion of a template without groups. */
  public String constant() {
    return literals[0];
  }

  /** The template with the groups of {@code match}. */
  public String expand(Match match) {
    if (groups.length == 0) {
      return literals[0];
    }
    if (groups.length == 1 && literals[0].isEmpty() && literals[1].isEmpty()) {
      return match.group(groups[0]);
    }
    StringBuilder text = new StringBuilder();
    expand(match, text);
    return text.toString();
  }

  void expand(Match match, StringBuilder into) {
    for (int i = 0; i < groups.length && into.length() <= MAX_CHARS; i++) {
      into.append(literals[i]);
      match.appendGroup(into, groups[i]);
    }
    into.append(literals[groups.length]);
  }
}
