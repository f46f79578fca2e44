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

  /** The file's text without blanks around it. */
  String read() throws IOException {
    FileTime changedAt = Files.getLastModifiedTime(file);
    if (!changedAt.equals(readAt)) {
      secret = Files.readString(file, UTF_8).strip();
      readAt = changedAt;
    }
    return secret;
  }
}
