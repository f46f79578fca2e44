package io.benchstream.local.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.benchstream.local.process.Readiness.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program that runs as long as this process wants it to, and never longer than this process.
 *
 * <p>The program is started through {@code sh}, which leaves a watcher behind and then becomes the
 * program, so {@link #pid()} is the program's own. The watcher reads a pipe of which this process
 * holds the other end: a line says that the program has ended; the end without one says that this
 * process is gone, even if by {@code SIGKILL}, and then the watcher ends the program. Linux'
 * parent-death signal would not do: it goes by the thread that forked and not by the process.
 *
 * <p>Where {@code setsid} exists the program gets a session of its own, so that Ctrl-C in a
 * terminal reaches this process alone, which then stops its children in its own order.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(10);
  private static final Duration UNWELL_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(25);

  // $1 = seconds between SIGTERM and SIGKILL; the rest = the command. Descriptor 3 is the pipe.
  private static final String LAUNCH =
      """
      grace=$1; shift
      exec 3<&0
      (
        if ! read -r ended <&3; then
          kill -TERM $$
          while [ "$grace" -gt 0 ] && kill -0 $$; do sleep 1; grace=$((grace - 1)); done
          kill -KILL $$
        fi
      ) >/dev/null 2>&1 &
      exec 3<&-
      exec "$@" </dev/null
      """;

  private final String name;
  private final Path log;
  private final Process process;

  private ChildProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a program in a directory.
   *
   * @param name what messages call it
   * @param directory its working directory, created when it is new
   * @param log takes its output; begun anew
   * @throws PartException when it cannot be started
   */
  public static ChildProcess start(String name, List<String> command, Path directory, Path log) {
    List<String> launch = new ArrayList<>();
    if (Stream.of("/usr/bin/setsid", "/bin/setsid").map(Path::of).anyMatch(Files::isExecutable)) {
      launch.add("setsid");
    }
    launch.addAll(List.of("sh", "-c", LAUNCH, name, Long.toString(GRACE.toSeconds())));
    launch.addAll(command);
    try {
      Files.createDirectories(directory);
      Process process =
          new ProcessBuilder(launch)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(log.toFile()))
              .start();
      ChildProcess child = new ChildProcess(name, log, process);
      var _ = process.onExit().thenRun(child::dismissWatcher);
      return child;
    } catch (IOException failure) {
      throw new PartException("%s cannot be started: %s".formatted(name, failure), failure);
    }
  }

  /**
   * Waits until the program says that it is ready.
   *
   * @param readiness asked every few milliseconds
   * @throws PartException when the program ends first, the time is over, or it has been unwell for
   *     10 s on end; the program has ended then, and the message holds the last lines of its log
   */
  public void awaitReady(Readiness readiness, Duration timeout) {
    long start = System.nanoTime();
    long lastNotUnwell = start;
    while (true) {
      Answer answer = readiness.ask();
      if (answer instanceof Answer.Ready) {
        return;
      }
      long now = System.nanoTime();
      if (!process.isAlive()) {
        throw failed("ended with exit code " + process.exitValue());
      }
      if (now - start > timeout.toNanos()) {
        throw failed("was not ready after " + timeout.toSeconds() + " s");
      }
      if (!(answer instanceof Answer.Unwell(String words))) {
        lastNotUnwell = now;
      } else if (now - lastNotUnwell > UNWELL_LIMIT.toNanos()) {
        throw failed("is up but not well: " + words);
      }
      pause();
    }
  }

  /**
   * Waits until the program has ended by itself.
   *
   * @return its exit code; 127 where there is no such program
   * @throws PartException when the time is over or this thread is interrupted; the program has
   *     ended then
   */
  public int awaitEnd(Duration timeout) {
    try {
      if (process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } catch (InterruptedException stop) {
      throw interrupted(stop);
    }
    close();
    throw new PartException("%s took longer than %d s".formatted(name, timeout.toSeconds()));
  }

  private void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException stop) {
      throw interrupted(stop);
    }
  }

  private PartException interrupted(InterruptedException stop) {
    close();
    Thread.currentThread().interrupt();
    return new PartException(name + " was not waited for: interrupted", stop);
  }

  private PartException failed(String what) {
    close();
    return new PartException(
        "%s %s; the end of its log %s:%n%s".formatted(name, what, log, LogTail.of(log)));
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** {@code SIGTERM}, and {@code SIGKILL} for a program that has not ended 10 s later. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    dismissWatcher();
  }

  private void dismissWatcher() {
    if (process.isAlive()) {
      return;
    }
    try (OutputStream pipe = process.getOutputStream()) {
      pipe.write("ended\n".getBytes(US_ASCII));
    } catch (IOException watcherIsGone) {
      // Then there is nobody to tell.
    }
  }
}
