package io.benchstream.publisher.remotewrite;

/** The values of a row of series. */
@FunctionalInterface
public interface SampleBits {
  /**
   * Copies raw bits as of {@link Double#doubleToRawLongBits}.
   *
   * @param first index of the first series
   * @param into from index 0 on
   */
  void copy(int first, int count, long[] into);
}
