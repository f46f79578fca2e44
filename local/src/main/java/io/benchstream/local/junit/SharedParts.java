package io.benchstream.local.junit;

import io.benchstream.local.broker.BrokerContainer;
import io.benchstream.local.broker.LocalBroker;
import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.process.PartException;
import io.benchstream.local.process.RunningPart;
import io.benchstream.local.registry.LocalRegistry;
import io.benchstream.local.victoriametrics.LocalVictoriaMetrics;
import io.benchstream.local.victoriametrics.VmagentDryRun;
import io.benchstream.local.victoriametrics.Vmalert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the real parts as parameters of methods and constructors:
 *
 * <pre>{@code
 * @ExtendWith(SharedParts.class)
 * class ScrapesArriveIT {
 *   @Test
 *   void samplesReachTheTopic(LocalBroker broker, LocalRegistry registry) { ... }
 * }
 * }</pre>
 *
 * <p>A part starts when the first test asks for it, serves all test classes of the JVM, and stops
 * after the last of them. So tests keep out of each other's way: topics, groups and artifacts of a
 * test have names of its own (a prefix is enough), and no test closes a part. The registry keeps
 * its schemas in memory. With {@code -Dkafka=container} the broker is a container. A part that
 * cannot be had fails the test and says how to get it.
 */
public final class SharedParts implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedParts.class);

  private static final String BROKER = "kafka";
  private static final String IN_PROCESS = "process";
  private static final String CONTAINER = "container";

  private static final Map<Class<?>, Function<Path, RunningPart>> STARTERS =
      Map.of(
          LocalBroker.class,
          SharedParts::startBroker,
          LocalRegistry.class,
          directory -> LocalRegistry.start(LocalRegistry.Settings.inMemory(directory)),
          LocalVictoriaMetrics.class,
          directory ->
              LocalVictoriaMetrics.start(
                  LocalVictoriaMetrics.Settings.in(find(Tool.VICTORIA_METRICS), directory)));

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return STARTERS.containsKey(type) || type == VmagentDryRun.class || type == Vmalert.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    Function<Path, RunningPart> starter = STARTERS.get(type);
    if (starter == null && type == Vmalert.class) {
      return new Vmalert(find(Tool.VMALERT));
    }
    if (starter == null) {
      return new VmagentDryRun(find(Tool.VMAGENT));
    }
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(type, _ -> start(type, starter), Started.class)
        .part();
  }

  private static RunningPart startBroker(Path directory) {
    String where = System.getProperty(BROKER, IN_PROCESS);
    return switch (where) {
      case IN_PROCESS -> LocalBroker.start(LocalBroker.Settings.in(directory));
      case CONTAINER -> BrokerContainer.start();
      default ->
          throw new PartException(
              "-D%s=%s: it is %s or %s".formatted(BROKER, where, IN_PROCESS, CONTAINER));
    };
  }

  private static Path find(Tool tool) {
    return Binaries.of(System.err::println).find(tool);
  }

  private static Started start(Class<?> type, Function<Path, RunningPart> starter) {
    try {
      Path directory = Files.createTempDirectory("benchstream-" + type.getSimpleName() + "-");
      return new Started(starter.apply(directory), directory);
    } catch (IOException failure) {
      throw new PartException("no temporary directory for " + type.getSimpleName(), failure);
    }
  }

  /** JUnit closes it at the end of the run. */
  private record Started(RunningPart part, Path directory) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      part.close();
      try (Stream<Path> tree = Files.walk(directory)) {
        List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        for (Path path : deepestFirst) {
          Files.deleteIfExists(path);
        }
      }
    }
  }
}
