package io.benchstream.cli.bench;

import io.benchstream.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchstream bench}. */
@Command(
    name = "bench",
    header = "Run a load generator as a benchmark session.",
    synopsisSubcommandLabel = "COMMAND")
public final class BenchCommand {
  @Mixin private final CommonOptions common = new CommonOptions();

  public CommonOptions common() {
    return common;
  }
}
