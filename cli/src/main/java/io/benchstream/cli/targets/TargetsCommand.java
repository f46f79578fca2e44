package io.benchstream.cli.targets;

import io.benchstream.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchstream targets}. */
@Command(name = "targets", header = "See what is scraped.", synopsisSubcommandLabel = "COMMAND")
public final class TargetsCommand {
  @Mixin private final CommonOptions common = new CommonOptions();

  public CommonOptions common() {
    return common;
  }
}
