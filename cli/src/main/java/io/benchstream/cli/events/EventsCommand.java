package io.benchstream.cli.events;

import io.benchstream.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchstream events}. */
@Command(
    name = "events",
    header = "Tell what started or ended.",
    synopsisSubcommandLabel = "COMMAND")
public final class EventsCommand {
  @Mixin private final CommonOptions common = new CommonOptions();

  public CommonOptions common() {
    return common;
  }
}
