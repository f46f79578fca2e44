package io.benchstream.cli.recipes;

import io.benchstream.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchstream recipes}. */
@Command(
    name = "recipes",
    header = "See and check the recipes that KPIs are computed by.",
    synopsisSubcommandLabel = "COMMAND")
public final class RecipesCommand {
  @Mixin private final CommonOptions common = new CommonOptions();

  public CommonOptions common() {
    return common;
  }
}
