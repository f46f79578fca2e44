package io.benchstream.cli.bench;

import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.Interruption;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The user's load generator. It has the standard input; what it writes is passed on as it is. Two
 * threads read its output; they end with it.
 */
final class LoadProcess {
  /** A terminal sends Ctrl-C to the program as well, which may need a moment to end by itself. */
  private static final Duration ENDS_BY_ITSELF = Duration.ofSeconds(2);

  private static final Duration POLL = Duration.ofMillis(100);

  private static final Duration ENDS_WHEN_TOLD = Duration.ofSeconds(10);

  /** What it left running may hold its output open for ever. */
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(2);

  private final Process process;
  private final List<Thread> readers;
  private final Instant began;
  private final CompletableFuture<Instant> over;

  private LoadProcess(Process process, List<Thread> readers, Instant began, Clock clock) {
    this.process = process;
    this.readers = readers;
    this.began = began;
    this.over = process.onExit().thenApply(ended -> clock.instant());
  }

  /**
   * Starts the program.
   *
   * @param environment added to this process's own
   * @param resultToErr its standard output goes to standard error, where standard output is wanted
   *     for something else
   * @throws IOException where it cannot be started
   */
  static LoadProcess start(
      List<String> command,
      Map<String, String> environment,
      Console console,
      boolean resultToErr,
      Clock clock)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Instant began = clock.instant();
    Process process = builder.start();
    List<Thread> readers =
        List.of(
            reader(process.getInputStream(), console, !resultToErr),
            reader(process.getErrorStream(), console, false));
    readers.forEach(Thread::start);
    return new LoadProcess(process, readers, began, clock);
  }

  private static Thread reader(InputStream from, Console console, boolean toOut) {
    return Thread.ofPlatform()
        .daemon()
        .name("load-output")
        .unstarted(
            () -> {
              byte[] buffer = new byte[8192];
              try (from) {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                  console.pass(buffer, n, toOut);
                }
              } catch (IOException e) {
                // closed: the program was stopped
              }
            });
  }

  /**
   * Waits for its end, or for the wish that this process ends.
   *
   * @return whether it has ended
   */
  boolean await(Interruption interruption) {
    while (!waitFor(POLL)) {
      if (interruption.requested()) {
        return false;
      }
    }
    readOut();
    return true;
  }

  /** When it was started. */
  Instant began() {
    return began;
  }

  /** When it ended; to be asked once it has. */
  Instant over() {
    return over.join();
  }

  /** Ends it and what it started: as it likes, else told, else by force. */
  void stop() {
    if (!waitFor(ENDS_BY_ITSELF)) {
      all().forEach(ProcessHandle::destroy);
      if (!waitFor(ENDS_WHEN_TOLD)) {
        all().forEach(ProcessHandle::destroyForcibly);
        waitFor(ENDS_WHEN_TOLD);
      }
    }
    readOut();
  }

  private Stream<ProcessHandle> all() {
    return Stream.concat(process.descendants().toList().stream(), Stream.of(process.toHandle()));
  }

  private boolean waitFor(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return !process.isAlive();
    }
  }

  private void readOut() {
    long deadline = System.nanoTime() + LAST_OUTPUT.toNanos();
    for (Thread reader : readers) {
      try {
        reader.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Its exit code once it has ended; 128 and the signal where one ended it. */
  int exitCode() {
    return process.exitValue();
  }
}
