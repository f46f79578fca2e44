package io.benchstream.cli.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.cli.BenchstreamCommand;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of a command line.
 *
 * @param out standard output
 * @param err standard error
 */
public record CommandRun(int code, String out, String err) {
  /** Runs a command in this process, without a terminal. */
  public static CommandRun of(List<String> first, String... more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        BenchstreamCommand.commandLine(
                new Console(
                    new PrintStream(out, true, UTF_8),
                    new PrintStream(err, true, UTF_8),
                    Terminal.none()))
            .execute(Stream.concat(first.stream(), Stream.of(more)).toArray(String[]::new));
    return new CommandRun(code, out.toString(UTF_8), err.toString(UTF_8));
  }
}
