package io.benchstream.benchmarks.measure;

import io.benchstream.runtime.config.DurationText;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How long a benchmark warms up and measures. */
public final class TimeOptions {
  private static final Duration LEAST = Duration.ofSeconds(5);

  @Option(
      names = "--warm-up",
      description =
          "Before the measurement; what the compilers take falls with it, to next to nothing after 12m. Default: ${DEFAULT-VALUE}.")
  private String warmUp = "90s";

  @Option(names = "--measure", description = "The measurement. Default: ${DEFAULT-VALUE}.")
  private String measure = "60s";

  public Duration warmUp() {
    return DurationText.parse(warmUp);
  }

  /**
   * The measurement's length.
   *
   * @throws IllegalArgumentException when it is too short
   */
  public Duration measure() {
    Duration length = DurationText.parse(measure);
    if (length.compareTo(LEAST) < 0) {
      throw new IllegalArgumentException(
          "--measure %s: a measurement below 5s says nothing".formatted(measure));
    }
    return length;
  }
}
