package io.benchstream.benchmarks.document;

import io.benchstream.benchmarks.plan.Plan;
import io.benchstream.benchmarks.plan.Step;
import io.benchstream.benchmarks.result.Distribution;
import io.benchstream.benchmarks.result.Result;
import io.benchstream.benchmarks.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The results that are there, by the names of their measurements. */
public final class Results {
  private static final String SUFFIX = ".json";

  private final Map<String, Result> results;

  Results(Map<String, Result> results) {
    this.results = new TreeMap<>(results);
  }

  /**
   * Reads a directory. Results of measurements that are made no more are left out: nothing in the
   * document is of them.
   *
   * @param complaints is told of each file that is no result; the others are read all the same
   * @throws IOException when the directory cannot be read
   */
  public static Results read(Path directory, Consumer<String> complaints) throws IOException {
    Set<String> steps =
        Plan.of(true).steps().stream().map(Step::name).collect(Collectors.toUnmodifiableSet());
    Map<String, Result> results = new TreeMap<>();
    List<Path> files;
    try (Stream<Path> listed = Files.list(directory)) {
      files = listed.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      String step = name.substring(0, name.length() - SUFFIX.length());
      if (steps.contains(step)) {
        result(file, complaints).ifPresent(result -> results.put(step, result));
      }
    }
    return new Results(results);
  }

  private static Optional<Result> result(Path file, Consumer<String> complaints) {
    try {
      return Optional.of(ResultFile.read(file));
    } catch (IOException unreadable) {
      complaints.accept(Objects.requireNonNullElse(unreadable.getMessage(), file.toString()));
      return Optional.empty();
    }
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

  /** A figure by a pattern of {@link String#format}, or that it was not measured. */
  String text(String step, String name, String pattern) {
    return Figures.text(figure(step, name), pattern);
  }

  /** A distribution; empty where it was not measured. */
  Optional<Distribution> distribution(String step, String name) {
    return of(step).flatMap(result -> Optional.ofNullable(result.distributions().get(name)));
  }

  Collection<Result> all() {
    return results.values();
  }
}
