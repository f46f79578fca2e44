package io.benchstream.benchmarks.result;

import io.benchstream.local.fetch.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --json}, which every benchmark has. */
public final class ResultOption {
  private static final String NAME = "--json";

  @Spec(Spec.Target.MIXEE)
  @Nullable CommandSpec command;

  @Option(names = NAME, paramLabel = "FILE", description = "Write the figures there, too, as JSON.")
  @Nullable Path file;

  /** Writes what was found, where it was asked for. */
  public void write(
      Map<String, Double> figures, Map<String, Distribution> distributions, List<Tool> tools)
      throws IOException {
    if (file == null || command == null) {
      return;
    }
    List<String> given = command.commandLine().getParseResult().originalArgs();
    ResultFile.write(
        file,
        new Result(
            command.name(),
            withoutFile(given),
            Instant.now(),
            EnvironmentReader.read(tools),
            new TreeMap<>(figures),
            new TreeMap<>(distributions)));
  }

  /** The file that the option names among these arguments; null where it is not there. */
  public static @Nullable Path file(List<String> arguments) {
    int at = arguments.indexOf(NAME);
    return at >= 0 && at + 1 < arguments.size() ? Path.of(arguments.get(at + 1)) : null;
  }

  /** The arguments that say what was measured; where the result went is none of them. */
  public static List<String> withoutFile(List<String> arguments) {
    List<String> kept = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).equals(NAME)) {
        i++;
      } else if (!arguments.get(i).startsWith(NAME + "=")) {
        kept.add(arguments.get(i));
      }
    }
    return kept;
  }
}
