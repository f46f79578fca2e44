package io.benchstream.local.fetch;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The directories of {@code PATH}. */
final class SearchPath implements BinarySource {
  private final List<Path> directories;

  SearchPath(Map<String, String> environment) {
    String path = environment.getOrDefault("PATH", "");
    directories =
        Arrays.stream(path.split(File.pathSeparator, -1))
            .filter(directory -> !directory.isEmpty())
            .map(Path::of)
            .toList();
  }

  @Override
  public Outcome find(Tool tool) {
    for (String name : tool.names()) {
      for (Path directory : directories) {
        Path candidate = directory.resolve(name);
        if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          return new Outcome.Found(candidate.toAbsolutePath());
        }
      }
    }
    return new Outcome.Missing("PATH", "no " + String.join(", no ", tool.names()));
  }
}
