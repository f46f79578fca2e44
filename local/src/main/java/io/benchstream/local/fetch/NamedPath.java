package io.benchstream.local.fetch;

import io.benchstream.local.process.PartException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The path that the user names, by flag or in the environment. A wrong one is an error and not a
 * reason to look elsewhere: the user wants that program and no other.
 */
final class NamedPath implements BinarySource {
  private final Map<Tool, Path> chosen;
  private final Map<String, String> environment;

  NamedPath(Map<Tool, Path> chosen, Map<String, String> environment) {
    this.chosen = Map.copyOf(chosen);
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Outcome find(Tool tool) {
    Path path = chosen.get(tool);
    if (path != null) {
      return check(tool, path, "the path given for it");
    }
    String named = environment.getOrDefault(tool.variable(), "");
    if (named.isEmpty()) {
      return new Outcome.Missing(tool.variable(), "not set");
    }
    return check(tool, Path.of(named), tool.variable());
  }

  private static Outcome check(Tool tool, Path path, String origin) {
    if (!Files.isRegularFile(path) || !Files.isExecutable(path)) {
      throw new PartException(
          "%s: %s is %s, which is no program that this user can run; correct or remove that"
              .formatted(tool.label(), origin, path));
    }
    return new Outcome.Found(path.toAbsolutePath());
  }
}
