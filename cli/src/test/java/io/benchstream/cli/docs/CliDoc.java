package io.benchstream.cli.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The commands of a text: lines of code blocks that begin with {@code benchstream}. */
public final class CliDoc {
  private static final Pattern BLOCK = Pattern.compile("```[a-z]*\n(.*?)```", Pattern.DOTALL);

  private CliDoc() {}

  /** Each command of docs/cli.md below a heading, as words without {@code benchstream}. */
  public static List<List<String>> section(String heading) {
    String text = text();
    int start = text.indexOf("## " + heading + "\n");
    if (start < 0) {
      throw new IllegalArgumentException("docs/cli.md has no heading " + heading);
    }
    int end = text.indexOf("\n## ", start);
    return commands(blocks(text.substring(start, end < 0 ? text.length() : end)));
  }

  static String text() {
    try {
      return Files.readString(Path.of("..", "docs", "cli.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String blocks(String text) {
    StringBuilder blocks = new StringBuilder();
    BLOCK.matcher(text).results().forEach(block -> blocks.append(block.group(1)).append('\n'));
    return blocks.toString();
  }

  /** Pipes, redirections and comments are the shell's and are cut off. */
  static List<List<String>> commands(String lines) {
    List<List<String>> commands = new ArrayList<>();
    for (String line : lines.replace("\\\n", " ").lines().map(String::strip).toList()) {
      String command = line.replaceFirst("^\\./", "").replaceFirst("\\s+([|>#]|\\|\\|).*$", "");
      if (command.startsWith("benchstream ")) {
        commands.add(List.of(command.substring("benchstream ".length()).strip().split("\\s+")));
      }
    }
    return commands;
  }
}
