package io.benchstream.scrape.series;

/**
 * Limits of one scrape; 0 means none. A scrape beyond one fails as a whole.
 *
 * @param samples samples after metric relabeling
 * @param labels labels of a series, the metric's name among them
 * @param nameLength bytes of a label's name
 * @param valueLength bytes of a label's value, of the metric's name too
 */
public record SeriesLimits(long samples, int labels, int nameLength, int valueLength) {
  public static final SeriesLimits NONE = new SeriesLimits(0, 0, 0, 0);

  public SeriesLimits {
    require("sample_limit", samples);
    require("label_limit", labels);
    require("label_name_length_limit", nameLength);
    require("label_value_length_limit", valueLength);
  }

  /** The limits of each series alone. */
  SeriesLimits withoutSamples() {
    return new SeriesLimits(0, labels, nameLength, valueLength);
  }

  private static void require(String key, long limit) {
    if (limit < 0) {
      throw new IllegalArgumentException(
          "%s: %d is negative; 0 means no limit".formatted(key, limit));
    }
  }
}
