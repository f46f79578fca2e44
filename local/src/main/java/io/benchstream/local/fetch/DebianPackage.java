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
      List<String> own = concat(aptGet, ownLists);
      // Without the mode an update that reached nobody counts as done.
      List<String> update = concat(own, List.of("-o", "APT::Update::Error-Mode=any", "update"));
      downloadWithOwnLists(command, update, concat(own, download));
    }
    command.run(List.of("dpkg", "-x", downloaded(stage).toString(), "root"));
    return programs(tool, stage.resolve("root/usr"));
  }

  /**
   * One source of several that does not answer fails an update; the download says if it matters.
   */
  private static void downloadWithOwnLists(
      Command command, List<String> update, List<String> download)
      throws Command.FailedException, IOException {
    String updateFailure = "";
    try {
      command.run(update);
    } catch (Command.FailedException partly) {
      updateFailure = "; before that " + partly.getMessage();
    }
    try {
      command.run(download);
    } catch (Command.FailedException failure) {
      throw new Command.FailedException(failure.getMessage() + updateFailure, failure);
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

  private static Map<Tool, Path> programs(Tool tool, Path usr) {
    Map<Tool, Path> programs = new EnumMap<>(Tool.class);
    for (Tool packaged : tool.inSamePackage()) {
      for (String directory : List.of("bin", "sbin")) {
        Path program = usr.resolve(directory).resolve(packaged.names().getFirst());
        if (Files.isExecutable(program)) {
          programs.put(packaged, program);
        }
      }
    }
    return programs;
  }

  private static List<String> concat(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
