package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.result.Distribution;
import io.benchstream.benchmarks.result.Result;
import io.benchstream.benchmarks.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The results that are there, by the names of their measurements. */
public final class Results {
  private static final String SUFFIX = ".json";

  private final Map<String, Result> results;

  Results(Map<String, Result> results) {
    this.results = new TreeMap<>(results);
  }

  /**
   * Reads a directory.
   *
   * @throws IOException when a file in it is no result
   */
  public static Results read(Path directory) throws IOException {
    Map<String, Result> results = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> listed = Files.list(directory)) {
      files = listed.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      results.put(name.substring(0, name.length() - SUFFIX.length()), ResultFile.read(file));
    }
    return new Results(results);
  }

  /** One of them; empty where it was not measured. */
  Optional<Result> of(String step) {
    return Optional.ofNullable(results.get(step));
  }

  /** A figure; empty where it was not measured. */
  OptionalDouble figure(String step, String name) {
    Result result = results.get(step);
    return result == null ? OptionalDouble.empty() : result.figure(name);
  }

  /** A distribution; empty where it was not measured. */
  Optional<Distribution> distribution(String step, String name) {
    return of(step).flatMap(result -> Optional.ofNullable(result.distributions().get(name)));
  }

  Collection<Result> all() {
    return results.values();
  }
}
