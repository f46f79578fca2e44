package io.benchstream.local.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * This user's cache of fetched programs. A program appears in it whole or not at all: it is staged
 * in a directory beside it and then renamed.
 */
final class BinaryCache implements BinarySource {
  private static final String STAGE = "fetch-";
  private static final Duration LONGEST_FETCH = Duration.ofHours(1);

  private final Path root;

  BinaryCache(Map<String, String> environment) {
    String cacheHome = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path home =
        cacheHome.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache")
            : Path.of(cacheHome);
    root = home.resolve("benchstream").toAbsolutePath();
  }

  @Override
  public Outcome find(Tool tool) {
    Path binary = path(tool);
    return Files.isExecutable(binary)
        ? new Outcome.Found(binary)
        : new Outcome.Missing("cache", "no " + binary);
  }

  private Path path(Tool tool) {
    return root.resolve("bin").resolve(tool.names().getFirst());
  }

  /** A directory to fetch into, on the cache's own file system so that a rename suffices. */
  Path stage() throws IOException {
    Files.createDirectories(root.resolve("bin"));
    return Files.createTempDirectory(root, STAGE);
  }

  Path lockFile() {
    return root.resolve("fetch.lock");
  }

  /** Takes over a staged program. */
  Path install(Tool tool, Path staged) throws IOException {
    Files.setPosixFilePermissions(staged, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Files.move(staged, path(tool), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Deletes what killed processes have left behind: directories in which nothing was staged for an
   * hour.
   */
  void sweep() throws IOException {
    Instant old = Instant.now().minus(LONGEST_FETCH);
    try (DirectoryStream<Path> stages = Files.newDirectoryStream(root, STAGE + "*")) {
      for (Path stage : stages) {
        if (Files.isDirectory(stage)
            && Files.getLastModifiedTime(stage).toInstant().isBefore(old)) {
          deleteRecursively(stage);
        }
      }
    }
  }

  static void deleteRecursively(Path directory) {
    try (Stream<Path> tree = Files.walk(directory)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
