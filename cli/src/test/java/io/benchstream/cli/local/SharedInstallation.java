package io.benchstream.cli.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One local mode for all test classes that ask for it; tests use jobs of their own. */
final class SharedInstallation implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedInstallation.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Installation.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Installation.class, absent -> start(), Started.class)
        .installation();
  }

  private static Started start() {
    try {
      Path directory = Files.createTempDirectory("benchstream-e2e-");
      return new Started(Installation.start(directory), directory);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** JUnit closes it at the end of the run. */
  private record Started(Installation installation, Path directory) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      installation.close();
      try (Stream<Path> tree = Files.walk(directory)) {
        List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
          Files.deleteIfExists(path);
        }
      }
    }
  }
}
