package io.benchstream.local.victoriametrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.local.process.PartException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs vmalert to its end: to judge files of rules, or to evaluate them over a past time. */
public final class Vmalert {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Path binary;

  public Vmalert(Path binary) {
    this.binary = binary;
  }

  /**
   * What came of a run.
   *
   * @param words its own, all of them
   */
  public record Outcome(int exitCode, String words) {
    public boolean good() {
      return exitCode == 0;
    }
  }

  /**
   * Has vmalert judge rules, without evaluating them.
   *
   * @param rules a file, or a pattern of several
   * @throws PartException when it cannot be asked
   */
  public Outcome check(String rules) {
    return run(List.of("-dryRun", "-rule=" + rules));
  }

  /**
   * Evaluates rules at each of their intervals in a past time, and writes the series {@code ALERTS}
   * that come of it to the store that they are evaluated on.
   *
   * @param rules a file, or a pattern of several
   * @throws PartException when it cannot be run
   */
  public Outcome replay(String rules, Instant from, Instant to, URI store) {
    return run(
        List.of(
            "-rule=" + rules,
            "-datasource.url=" + store,
            "-remoteWrite.url=" + store,
            "-replay.timeFrom=" + from,
            "-replay.timeTo=" + to,
            // By default it looks at every fifth minute, whatever the interval.
            "-datasource.queryStep=10s",
            "-replay.rulesDelay=1ms",
            "-replay.maxDatapointsPerQuery=20000",
            "-replay.disableProgressBar"));
  }

  private Outcome run(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(binary.toString());
    command.addAll(arguments);
    @Nullable Path log = null;
    try {
      log = Files.createTempFile("vmalert-", ".log");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      try {
        process.getOutputStream().close();
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
          throw new PartException(
              "%s took longer than %d s".formatted(command, TIMEOUT.toSeconds()));
        }
        return new Outcome(process.exitValue(), Files.readString(log, UTF_8).strip());
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException failure) {
      throw new PartException("vmalert cannot be run: " + failure, failure);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new PartException("vmalert was interrupted", stop);
    } finally {
      delete(log);
    }
  }

  private static void delete(@Nullable Path log) {
    try {
      if (log != null) {
        Files.deleteIfExists(log);
      }
    } catch (IOException left) {
      log.toFile().deleteOnExit();
    }
  }
}
