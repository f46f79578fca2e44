package io.benchstream.cli.sessions;

import io.benchstream.cli.console.CommandFailure;
import io.benchstream.runtime.config.DurationText;
import java.time.Duration;
import picocli.CommandLine.Option;

/** {@code --wait}. */
public final class WaitOption {
  @Option(
      names = "--wait",
      paramLabel = "TIME",
      description =
          "How long to wait for what is not final or not computed yet. Default: ${DEFAULT-VALUE}.")
  private String time = "2m";

  public Duration duration() {
    return CommandFailure.reading(() -> DurationText.parse(time));
  }
}
