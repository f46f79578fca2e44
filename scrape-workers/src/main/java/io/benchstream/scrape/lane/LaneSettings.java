package io.benchstream.scrape.lane;

import io.benchstream.schemas.samples.CodecSettings;
import java.time.Duration;

/**
 * Settings of a lane.
 *
 * @param worker id of this worker, in every record
 * @param maxConcurrent most pages asked for at once; further ones that are due wait
 * @param statusInterval the status of a target is written at least so often
 * @param codec keyframes and parts
 */
public record LaneSettings(
    String worker, int maxConcurrent, Duration statusInterval, CodecSettings codec) {
  public LaneSettings {
    if (maxConcurrent < 1) {
      throw new IllegalArgumentException(
          "max_concurrent_scrapes: %d is below 1".formatted(maxConcurrent));
    }
  }
}
