package io.benchstream.local.fetch;

import io.benchstream.local.process.LogTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end and says in one text why it failed. */
final class Command {
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
    Process process;
    try {
      process =
          new ProcessBuilder(words)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException notThere) {
      throw new FailedException(words.getFirst() + " is not on this machine", notThere);
    }
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new FailedException(
            "%s took longer than %d s".formatted(words.getFirst(), timeout.toSeconds()));
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new FailedException(words.getFirst() + " was interrupted", stop);
    } finally {
      process.destroyForcibly();
    }
    String tail = LogTail.of(output).strip();
    if (process.exitValue() != 0) {
      throw new FailedException(
          "%s ended with exit code %d: %s".formatted(words.getFirst(), process.exitValue(), tail));
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
