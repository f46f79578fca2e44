package io.benchstream.local.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Downloads a Debian package and unpacks it beside the system, which needs no root. The machine's
 * package lists are used where they serve; where they are missing or out of date, lists of our own
 * are fetched from the machine's sources.
 */
final class DebianPackage implements Fetcher {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  @Override
  public String origin(Tool tool) {
    return "Debian package " + tool.debianPackage();
  }

  @Override
  public Map<Tool, Path> fetch(Tool tool, Path stage) throws Command.FailedException, IOException {
    Command command = new Command(stage, TIMEOUT);
    Path cache = stage.resolve("apt");
    Path lists = stage.resolve("lists");
    Files.createDirectories(cache.resolve("archives/partial"));
    Files.createDirectories(lists.resolve("partial"));
    List<String> aptGet =
        List.of(
            "apt-get",
            "-qq",
            "-o",
            "Dir::Cache=" + cache,
            "-o",
            "Debug::NoLocking=1",
            "-o",
            "APT::Sandbox::User=root");
    List<String> ownLists =
        List.of("-o", "Dir::State::lists=" + lists, "-o", "Acquire::Languages=none");
    List<String> download = List.of("download", tool.debianPackage());
    try {
      command.run(concat(aptGet, download));
    } catch (Command.FailedException withTheMachinesLists) {
      update(command, concat(aptGet, ownLists, List.of("update")));
      command.run(concat(aptGet, ownLists, download));
    }
    command.run(List.of("dpkg", "-x", downloaded(stage).toString(), "root"));
    return programs(tool, stage.resolve("root/usr/bin"));
  }

  /**
   * One source of several that does not answer fails an update; the download tells whether it
   * matters.
   */
  private static void update(Command command, List<String> update) throws IOException {
    try {
      command.run(update);
    } catch (Command.FailedException partly) {
      // See above.
    }
  }

  private static Path downloaded(Path stage) throws Command.FailedException, IOException {
    try (Stream<Path> files = Files.list(stage)) {
      return files
          .filter(file -> file.toString().endsWith(".deb"))
          .findFirst()
          .orElseThrow(() -> new Command.FailedException("apt-get downloaded nothing"));
    }
  }

  private static Map<Tool, Path> programs(Tool tool, Path bin) {
    Map<Tool, Path> programs = new EnumMap<>(Tool.class);
    for (Tool packaged : tool.inSamePackage()) {
      Path program = bin.resolve(packaged.names().getFirst());
      if (Files.isExecutable(program)) {
        programs.put(packaged, program);
      }
    }
    return programs;
  }

  @SafeVarargs
  private static List<String> concat(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
