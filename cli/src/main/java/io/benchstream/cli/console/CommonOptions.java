package io.benchstream.cli.console;

import picocli.CommandLine.Option;

/** Options of every command. */
public final class CommonOptions {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  private boolean help;

  @Option(
      names = {"-v", "--verbose"},
      description = "Show the log and the stack traces of errors.")
  private boolean verbose;

  @Option(
      names = "--json",
      description = "Print JSON: one document, or one line for each record of a stream.")
  private boolean json;

  public boolean help() {
    return help;
  }

  public boolean verbose() {
    return verbose;
  }

  public boolean json() {
    return json;
  }
}
