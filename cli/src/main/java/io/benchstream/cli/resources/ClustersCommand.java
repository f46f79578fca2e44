package io.benchstream.cli.resources;

import io.benchstream.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchstream clusters}. */
@Command(
    name = "clusters",
    header = "See the clusters, and what each exposes.",
    synopsisSubcommandLabel = "COMMAND")
public final class ClustersCommand {
  @Mixin private final CommonOptions common = new CommonOptions();

  public CommonOptions common() {
    return common;
  }
}
