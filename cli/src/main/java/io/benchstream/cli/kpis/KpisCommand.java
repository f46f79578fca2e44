package io.benchstream.cli.kpis;

import io.benchstream.cli.console.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code benchstream kpis}. */
@Command(
    name = "kpis",
    header = "See KPIs as they are computed.",
    synopsisSubcommandLabel = "COMMAND")
public final class KpisCommand {
  @Mixin private final CommonOptions common = new CommonOptions();

  public CommonOptions common() {
    return common;
  }
}
