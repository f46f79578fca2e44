package io.benchstream.cli.profiles;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.CommonOptions;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.ExitCode;
import io.benchstream.cli.console.Table;
import io.benchstream.cli.console.Table.Align;
import io.benchstream.discovery.profile.Monitor;
import io.benchstream.discovery.profile.Profile;
import io.benchstream.discovery.profile.Profiles;
import io.benchstream.runtime.config.ConfigException;
import io.benchstream.runtime.config.ConfigLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code benchstream profiles check}. */
@Command(
    name = "check",
    sortOptions = false,
    header = "Check a directory of monitor profiles, and show them with the built-in ones.",
    footer = {
      "",
      "Exit codes: 0 all profiles are right; 3 one is not: file, line, key and remedy are told.",
      "",
      "Examples:",
      "  benchstream profiles check",
      "  benchstream profiles check /etc/benchstream/profiles",
      "  benchstream profiles check profiles --json | jq -r '.[].name'"
    })
public final class ProfilesCheckCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIRECTORY",
      description = "What the discovery service has as its setting profiles.")
  private @Nullable Path directory;

  @Mixin private final CommonOptions common = new CommonOptions();

  private final Console console;

  public ProfilesCheckCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Profile> profiles;
    try {
      Profiles loaded = Profiles.load(new ConfigLoader(), directory);
      profiles = loaded.names().stream().flatMap(name -> loaded.get(name).stream()).toList();
    } catch (ConfigException e) {
      console.note(String.valueOf(e.getMessage()));
      return ExitCode.CHECK_FAILED;
    } catch (IllegalStateException e) {
      throw new CommandFailure(String.valueOf(e.getMessage()), e);
    }
    if (common.json()) {
      console.json(json(profiles), true);
    } else {
      table(profiles).lines(console).forEach(console::line);
    }
    return ExitCode.OK;
  }

  private static Table table(List<Profile> profiles) {
    Table table =
        new Table()
            .column("PROFILE", Align.LEFT)
            .column("MONITOR", Align.LEFT)
            .column("HOSTS", Align.LEFT)
            .column("PORT", Align.RIGHT)
            .column("PATH", Align.LEFT);
    for (Profile profile : profiles) {
      if (profile.monitors().isEmpty()) {
        table.row(profile.name(), "-", "as announced", "-", "-");
      }
      for (Monitor monitor : profile.monitors()) {
        table.row(
            profile.name(),
            monitor.kind(),
            monitor.hosts() == null ? "as announced" : monitor.hosts(),
            monitor.hosts() == null ? "-" : Integer.toString(monitor.port()),
            monitor.scheme() + "://" + monitor.path());
      }
    }
    return table;
  }

  private static ArrayNode json(List<Profile> profiles) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Profile profile : profiles) {
      ObjectNode node = list.addObject();
      node.put("name", profile.name());
      node.put("description", profile.description());
      ArrayNode monitors = node.putArray("monitors");
      for (Monitor monitor : profile.monitors()) {
        monitors
            .addObject()
            .put("kind", monitor.kind())
            .put("hosts", monitor.hosts())
            .put("port", monitor.port())
            .put("scheme", monitor.scheme())
            .put("path", monitor.path());
      }
    }
    return list;
  }
}
