package io.benchstream.local.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Arrays;

/** The last lines of a log file, for an error message. */
public final class LogTail {
  private static final int BYTES = 4096;
  private static final int LINES = 20;

  private LogTail() {}

  public static String of(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      byte[] end = new byte[(int) Math.min(BYTES, file.length())];
      file.seek(file.length() - end.length);
      file.readFully(end);
      String[] lines = new String(end, UTF_8).strip().split("\\R", -1);
      int from = Math.max(0, lines.length - LINES);
      return "  " + String.join("\n  ", Arrays.asList(lines).subList(from, lines.length));
    } catch (IOException unreadable) {
      return "  (cannot be read: " + unreadable.getMessage() + ")";
    }
  }
}
