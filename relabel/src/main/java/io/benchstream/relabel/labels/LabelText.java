package io.benchstream.relabel.labels;

/** Quoted text of label names and values, with the escapes of the exposition format. */
public final class LabelText {
  private LabelText() {}

  /** Appends {@code text} in double quotes, with backslash, quote and newline escaped. */
  public static void quote(StringBuilder into, String text) {
    into.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> into.append("\\\\");
        case '"' -> into.append("\\\"");
        case '\n' -> into.append("\\n");
        default -> into.append(c);
      }
    }
    into.append('"');
  }
}
