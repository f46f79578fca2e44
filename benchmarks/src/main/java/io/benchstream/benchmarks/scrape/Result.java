package io.benchstream.benchmarks.scrape;

/**
 * What the measurement of one scenario gave.
 *
 * @param seconds it took
 * @param bytesPerSample of the topic's growth on the broker's disk
 * @param late share of the scrapes that began more than 100 ms after their time, or not at all
 * @param failed share of the scrapes that did not succeed
 */
record Result(
    double seconds, Side worker, Side vmagent, double bytesPerSample, double late, double failed) {
  /**
   * One program.
   *
   * @param samples scraped within the measurement
   * @param peakBytes largest resident memory that was seen
   */
  record Side(double samples, double cpuMicros, long peakBytes) {
    double microsPerSample() {
      return samples == 0 ? Double.NaN : cpuMicros / samples;
    }
  }

  String text() {
    return """
                              worker     vmagent
    samples/s           %,12.0f%,12.0f
    cores               %12.3f%12.3f
    CPU µs per sample   %12.4f%12.4f
    resident MiB, peak  %12.0f%12.0f

    vmagent / worker, CPU per sample   %.1f
    bytes per sample in Kafka          %.2f
    scrapes late or not made           %.4f %%
    scrapes failed                     %.4f %%
    """
        .formatted(
            worker.samples() / seconds,
            vmagent.samples() / seconds,
            worker.cpuMicros() / 1e6 / seconds,
            vmagent.cpuMicros() / 1e6 / seconds,
            worker.microsPerSample(),
            vmagent.microsPerSample(),
            worker.peakBytes() / 1048576.0,
            vmagent.peakBytes() / 1048576.0,
            vmagent.microsPerSample() / worker.microsPerSample(),
            bytesPerSample,
            late * 100,
            failed * 100)
        .replace("NaN", "  -");
  }
}
