package io.benchstream.cli.simulator;

import io.benchstream.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchstream simulate}. */
@Command(name = "simulate", header = "Run simulated targets.", synopsisSubcommandLabel = "COMMAND")
public final class SimulateCommand {
  @Mixin private final CommonOptions common = new CommonOptions();

  public CommonOptions common() {
    return common;
  }
}
