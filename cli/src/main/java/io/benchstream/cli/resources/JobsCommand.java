package io.benchstream.cli.resources;

import io.benchstream.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchstream jobs}. */
@Command(
    name = "jobs",
    header = "See the jobs, and what each exposes.",
    synopsisSubcommandLabel = "COMMAND")
public final class JobsCommand {
  @Mixin private final CommonOptions common = new CommonOptions();

  public CommonOptions common() {
    return common;
  }
}
