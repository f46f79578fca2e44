package io.benchstream.publisher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** A secret in a file, read again when the file changes. Not thread-safe. */
final class SecretFile {
  private final Path file;
  private @Nullable FileTime readAt;
  private String secret = "";

  SecretFile(Path file) {
    this.file = file;
  }

  /**
   * The file's text without blanks around it.
   *
   * @throws IOException where it cannot be read, or cannot stand in a header; the message names the
   *     file and nothing that is in it
   */
  String read() throws IOException {
    FileTime changedAt = Files.getLastModifiedTime(file);
    if (!changedAt.equals(readAt)) {
      String text = Files.readString(file, UTF_8).strip();
      if (text.chars().anyMatch(Character::isISOControl)) {
        throw new IOException(
            "%s has a line break or another control character in the middle; it must be one line"
                .formatted(file));
      }
      secret = text;
      readAt = changedAt;
    }
    return secret;
  }
}
