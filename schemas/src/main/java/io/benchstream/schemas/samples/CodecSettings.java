package io.benchstream.schemas.samples;

import java.time.Duration;

/**
 * Settings of {@link ScrapeEncoder}.
 *
 * @param keyframeInterval the series are written again once this much time has passed since they
 *     were written last; above zero. Readers look back twice as far.
 * @param maxPartBytes a scrape whose series text, values and timestamps are longer is split; 1,000
 *     bytes or more. A single series longer than that makes a part longer than that.
 */
public record CodecSettings(Duration keyframeInterval, int maxPartBytes) {
  public static final CodecSettings DEFAULT = new CodecSettings(Duration.ofSeconds(60), 900_000);

  public CodecSettings {
    if (keyframeInterval.isNegative() || keyframeInterval.isZero()) {
      throw new IllegalArgumentException(
          "keyframe_interval: %s is not above zero".formatted(keyframeInterval));
    }
    if (maxPartBytes < 1_000) {
      throw new IllegalArgumentException(
          "max_part_bytes: %d is below 1000".formatted(maxPartBytes));
    }
  }
}
