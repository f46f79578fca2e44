package io.benchstream.cli.check;

import io.benchstream.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchstream check}. */
@Command(
    name = "check",
    header = "Check a page of metrics, or relabeling rules, without a running Benchstream.",
    synopsisSubcommandLabel = "COMMAND")
public final class CheckCommand {
  @Mixin private final CommonOptions common = new CommonOptions();

  public CommonOptions common() {
    return common;
  }
}
