package io.benchstream.cli.console;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A command cannot do what it was told. The message stands on its own: what is wrong, what to do.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  public CommandFailure(String message) {
    this(message, null);
  }

  public CommandFailure(String message, @Nullable Throwable cause) {
    this(message, cause, ExitCode.FAILURE);
  }

  private CommandFailure(String message, @Nullable Throwable cause, int exitCode) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The command line asks for something that cannot be. */
  public static CommandFailure usage(String message, @Nullable Throwable cause) {
    return new CommandFailure(message, cause, ExitCode.USAGE);
  }

  /** Reads values of the command line; their own words become the message. */
  public static <T> T reading(Supplier<T> values) {
    try {
      return values.get();
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()), e);
    }
  }

  public int exitCode() {
    return exitCode;
  }
}
