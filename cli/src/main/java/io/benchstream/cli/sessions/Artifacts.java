package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiPath;
import io.benchstream.cli.console.CommandFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The files of a session's windows. */
public final class Artifacts {
  /** What the gateway calls its files; a name with a way in it would lead out of the directory. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}");

  private final ApiClient client;
  private final String session;

  public Artifacts(ApiClient client, String session) {
    this.client = client;
    this.session = session;
  }

  /**
   * A collected window.
   *
   * @param window its id; empty for the one collected last
   * @throws CommandFailure where there is none
   */
  JsonNode collection(String window) {
    JsonNode collections =
        client.get(ApiPath.of("sessions", session, "artifacts")).path("collections");
    for (JsonNode collection : collections) {
      if (window.isEmpty() || window.equals(collection.path("window_id").asText())) {
        return collection;
      }
    }
    if (collections.isEmpty()) {
      throw new CommandFailure(
          "nothing was collected of session '%s' yet; do so with `benchstream session collect %s`"
              .formatted(session, session));
    }
    List<String> known = collections.findValuesAsText("window_id");
    throw new CommandFailure(
        "session '%s' has no window '%s'; it has %s".formatted(session, window, known));
  }

  /** One file of a window. */
  byte[] file(String name, String window) {
    return client.bytes(path(name, window));
  }

  private String path(String name, String window) {
    return ApiPath.query(
        ApiPath.of("sessions", session, "artifacts", name), Map.of("window", window));
  }

  /**
   * Fetches all files of a collected window. Each is checked against its digest before any takes
   * its place.
   *
   * @param directory made where it is not there; files of the same names are replaced
   */
  public void download(JsonNode collection, Path directory) {
    String window = collection.path("window_id").asText();
    Map<String, Path> parts = new LinkedHashMap<>();
    try {
      for (JsonNode artifact : collection.path("artifacts")) {
        String name = artifact.path("name").asText();
        if (!NAME.matcher(name).matches()) {
          throw new CommandFailure(
              "the gateway names a file '%s', which is no name".formatted(name));
        }
        Files.createDirectories(directory);
        Path part = Files.createTempFile(directory, "." + name, ".part");
        parts.put(name, part);
        if (!fetch(path(name, window), part).equals(artifact.path("sha256").asText())) {
          throw new CommandFailure(
              "%s did not come as it was written: its SHA-256 is another; try again"
                  .formatted(name));
        }
      }
      for (Map.Entry<String, Path> part : parts.entrySet()) {
        replace(part.getValue(), directory.resolve(part.getKey()));
      }
    } catch (IOException e) {
      throw new CommandFailure("the files cannot be written to %s: %s".formatted(directory, e), e);
    } finally {
      parts.values().forEach(Artifacts::removeRest);
    }
  }

  private String fetch(String path, Path to) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream in = new DigestInputStream(client.stream(path), digest)) {
      Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Writes a file so that it appears whole. */
  static void write(Path directory, String name, byte[] content) {
    try {
      Files.createDirectories(directory);
      Path part = Files.createTempFile(directory, "." + name, ".part");
      try {
        Files.write(part, content);
        replace(part, directory.resolve(name));
      } finally {
        removeRest(part);
      }
    } catch (IOException e) {
      throw new CommandFailure("%s cannot be written: %s".formatted(directory.resolve(name), e), e);
    }
  }

  private static void replace(Path part, Path file) throws IOException {
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void removeRest(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // A name that begins with a dot and ends with .part says what it is.
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
