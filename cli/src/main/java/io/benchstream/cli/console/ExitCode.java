package io.benchstream.cli.console;

/** Exit codes of every command; the help lists them. */
public final class ExitCode {
  public static final int OK = 0;

  /** Something failed; the message says what and what to do. */
  public static final int FAILURE = 1;

  /** The command line is wrong. */
  public static final int USAGE = 2;

  /** The command did its work, and what it checked does not hold. */
  public static final int CHECK_FAILED = 3;

  private ExitCode() {}
}
