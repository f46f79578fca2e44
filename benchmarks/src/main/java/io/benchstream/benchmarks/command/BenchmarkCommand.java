package io.benchstream.benchmarks.command;

import io.benchstream.local.process.PartException;
import picocli.CommandLine;

/** A benchmark as a command: what the user can mend is told in one line, without a stack trace. */
public final class BenchmarkCommand {
  private BenchmarkCommand() {}

  /** The command line of an annotated object. */
  public static CommandLine of(Object command) {
    return new CommandLine(command)
        .setExecutionExceptionHandler(
            (failure, line, _) -> {
              if (failure instanceof IllegalArgumentException || failure instanceof PartException) {
                line.getErr().println(failure.getMessage());
                return line.getCommandSpec().exitCodeOnInvalidInput();
              }
              throw failure;
            });
  }
}
