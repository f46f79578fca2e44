package io.benchstream.local.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The last lines of a log file, for an error message: what happened, without the stack frames. */
public final class LogTail {
  private static final int BYTES = 32 * 1024;
  private static final int LINES = 20;
  private static final int LINE_LIMIT = 400;
  private static final Pattern STACK_FRAME = Pattern.compile("\\s+(at .*|\\.\\.\\. \\d+ more)");

  private LogTail() {}

  /** At most 20 lines of at most 400 characters, indented by two blanks. */
  public static String of(Path log) {
    List<String> lines;
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] end = new byte[(int) Math.min(BYTES, file.length())];
      file.seek(file.length() - end.length);
      file.readFully(end);
      lines = new String(end, UTF_8).lines().filter(LogTail::isWorthReading).toList();
    } catch (IOException unreadable) {
      return "  (cannot be read: " + unreadable.getMessage() + ")";
    }
    return lines.stream()
        .skip(Math.max(0, lines.size() - LINES))
        .map(line -> "  " + line.substring(0, Math.min(LINE_LIMIT, line.length())))
        .collect(Collectors.joining("\n"));
  }

  private static boolean isWorthReading(String line) {
    return !line.isBlank() && !STACK_FRAME.matcher(line).matches();
  }
}
