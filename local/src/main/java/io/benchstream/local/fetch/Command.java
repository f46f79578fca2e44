package io.benchstream.local.fetch;

import io.benchstream.local.process.ChildProcess;
import io.benchstream.local.process.LogTail;
import io.benchstream.local.process.PartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs a program to its end and says in one text why it failed. */
final class Command {
  private static final int NOT_FOUND = 127;

  private final Path directory;
  private final Duration timeout;

  /** Runs in {@code directory}, where each run's output is kept for the message. */
  Command(Path directory, Duration timeout) {
    this.directory = directory;
    this.timeout = timeout;
  }

  /**
   * Returns the output.
   *
   * @throws FailedException when the program is not there, fails, or takes too long
   */
  String run(List<String> words) throws FailedException, IOException {
    Path output = Files.createTempFile(directory, "command-", ".log");
    String name = words.getFirst();
    int exitCode;
    try (ChildProcess process = ChildProcess.start(name, words, directory, output)) {
      exitCode = process.awaitEnd(timeout);
    } catch (PartException failure) {
      throw new FailedException(String.valueOf(failure.getMessage()), failure);
    }
    if (exitCode == NOT_FOUND) {
      throw new FailedException(name + " is not on this machine");
    }
    String tail = LogTail.of(output).strip();
    if (exitCode != 0) {
      throw new FailedException("%s ended with exit code %d: %s".formatted(name, exitCode, tail));
    }
    return tail;
  }

  /** The program did not do it; the message has its last words. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    FailedException(String message) {
      super(message);
    }

    FailedException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
