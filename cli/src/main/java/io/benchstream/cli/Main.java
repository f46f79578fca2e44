package io.benchstream.cli;

import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.Terminal;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Starts the command line on the standard streams. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Avro makes no class that it is not told to trust, and asks only once.
    System.setProperty("org.apache.avro.SERIALIZABLE_PACKAGES", "io.benchstream.schemas");
    // The launcher knows whether standard output is a terminal; Java cannot tell it from input.
    boolean terminal = Boolean.getBoolean("benchstream.terminal");
    Console console =
        new Console(
            new PrintStream(System.out, true, StandardCharsets.UTF_8),
            new PrintStream(System.err, true, StandardCharsets.UTF_8),
            Terminal.detect(terminal, System.getenv()));
    System.exit(BenchstreamCommand.commandLine(console).execute(args));
  }
}
