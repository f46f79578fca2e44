package io.benchstream.cli.sessions;

import io.benchstream.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchstream session}. */
@Command(
    name = "session",
    header = "Benchmark sessions: open, register targets, end, collect, look, compare.",
    description = {
      "",
      "A session is the time of one benchmark and the targets that belong to it. `benchstream bench"
          + " run` does all of it around a load generator.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND")
public final class SessionCommand {
  @Mixin private final CommonOptions common = new CommonOptions();

  public CommonOptions common() {
    return common;
  }
}
