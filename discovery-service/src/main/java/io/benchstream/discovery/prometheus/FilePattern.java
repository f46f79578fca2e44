package io.benchstream.discovery.prometheus;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** A path whose last name may hold a {@code *}. */
final class FilePattern {
  private FilePattern() {}

  /**
   * The files that a pattern names now, sorted.
   *
   * @throws ScrapeConfigException where its directory cannot be read
   */
  static List<Path> matches(String pattern) throws ScrapeConfigException {
    Path path = Path.of(pattern);
    Path directory = path.getParent();
    if (pattern.indexOf('*') < 0 || directory == null) {
      return Files.exists(path) ? List.of(path) : List.of();
    }
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:" + path.getFileName().toString());
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.filter(file -> matcher.matches(file.getFileName())).sorted().toList();
    } catch (IOException e) {
      throw new ScrapeConfigException(directory.toString(), "cannot be listed: " + e, e);
    }
  }
}
