package io.benchstream.cli.profiles;

import io.benchstream.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchstream profiles}. */
@Command(
    name = "profiles",
    header = "Check monitor profiles: what kinds of clusters and jobs expose.",
    synopsisSubcommandLabel = "COMMAND")
public final class ProfilesCommand {
  @Mixin private final CommonOptions common = new CommonOptions();

  public CommonOptions common() {
    return common;
  }
}
