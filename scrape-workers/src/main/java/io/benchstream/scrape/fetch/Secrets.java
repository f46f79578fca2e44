package io.benchstream.scrape.fetch;

import io.benchstream.scrape.target.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

/**
 * Looks secrets up. A file is read again when its time of change is another, which is looked at
 * once a second at most. One thread. Messages name the place of a secret, never the secret.
 */
final class Secrets {
  private static final long LOOK_EVERY_NANOS = 1_000_000_000L;
  private static final int LONGEST = 64 << 10;

  private final Map<String, Known> files = new HashMap<>();

  private record Known(String secret, FileTime changed, long lookedAt) {}

  /** A secret cannot be had. The message says which and what to do. */
  static final class MissingSecretException extends Exception {
    private static final long serialVersionUID = 1L;

    MissingSecretException(String message) {
      super(message);
    }
  }

  String get(SecretSource source) throws MissingSecretException {
    return switch (source) {
      case SecretSource.Environment variable -> ofEnvironment(variable.name());
      case SecretSource.File file -> ofFile(file.path());
    };
  }

  private static String ofEnvironment(String name) throws MissingSecretException {
    String value = System.getenv(name);
    if (value == null) {
      throw new MissingSecretException(
          "the environment variable %s is not set for the worker".formatted(name));
    }
    return oneLine(value, "the environment variable " + name);
  }

  private String ofFile(String path) throws MissingSecretException {
    Known known = files.get(path);
    long now = System.nanoTime();
    if (known != null && now - known.lookedAt() < LOOK_EVERY_NANOS) {
      return known.secret();
    }
    try {
      Path file = Path.of(path);
      FileTime changed = Files.getLastModifiedTime(file);
      String secret =
          known != null && known.changed().equals(changed) ? known.secret() : read(file);
      files.put(path, new Known(secret, changed, now));
      return secret;
    } catch (IOException | RuntimeException e) {
      files.remove(path);
      throw new MissingSecretException(
          "the file %s with a secret cannot be read (%s); is it there for the worker?"
              .formatted(path, e.getClass().getSimpleName()));
    }
  }

  private static String read(Path file) throws IOException, MissingSecretException {
    if (Files.size(file) > LONGEST) {
      throw new IOException("larger than any secret");
    }
    return oneLine(Files.readString(file), "the file " + file);
  }

  /** A header cannot have control characters; what else refuses them tells them in its message. */
  private static String oneLine(String text, String place) throws MissingSecretException {
    String secret = text.strip();
    if (secret.chars().anyMatch(Character::isISOControl)) {
      throw new MissingSecretException(
          "%s has a line break or another control character within its secret; leave only the secret in it"
              .formatted(place));
    }
    return secret;
  }
}
