package io.benchstream.local.victoriametrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.local.process.PartException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Has vmagent itself judge a scrape configuration, without scraping anything. */
public final class VmagentDryRun {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final Path binary;

  public VmagentDryRun(Path binary) {
    this.binary = binary;
  }

  /** What vmagent said. */
  public sealed interface Verdict {
    /** It would run with this file. */
    record Accepted() implements Verdict {}

    /** It would not; {@code words} are its own. */
    record Rejected(String words) implements Verdict {}
  }

  /**
   * Asks vmagent.
   *
   * @throws PartException when it cannot be asked
   */
  public Verdict check(Path scrapeConfig) {
    try {
      Process process =
          new ProcessBuilder(
                  binary.toString(),
                  "-dryRun",
                  "-promscrape.config=" + scrapeConfig.toAbsolutePath(),
                  "-promscrape.config.strictParse=true")
              .redirectErrorStream(true)
              .start();
      try {
        // It prints a few lines: less than the pipe holds, and the read ends with the process.
        process.getOutputStream().close();
        if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
          throw new PartException(
              "vmagent -dryRun of %s took longer than %d s"
                  .formatted(scrapeConfig, TIMEOUT.toSeconds()));
        }
        String words = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
        return process.exitValue() == 0 ? new Verdict.Accepted() : new Verdict.Rejected(words);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException failure) {
      throw new PartException("vmagent -dryRun cannot be run: " + failure, failure);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new PartException("vmagent -dryRun was interrupted", stop);
    }
  }
}
