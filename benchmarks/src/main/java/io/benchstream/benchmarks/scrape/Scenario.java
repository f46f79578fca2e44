package io.benchstream.benchmarks.scrape;

import io.benchstream.benchmarks.load.PageSet;
import java.time.Duration;
import java.util.List;

/**
 * What is scraped and for how long.
 *
 * @param targets how many
 * @param pages what each of them shows
 * @param interval between two scrapes of a target
 * @param warmUp time before the measurement: compilers and caches settle
 * @param measure length of the measurement
 * @param workerOptions of the worker's JVM
 */
record Scenario(
    int targets,
    PageSet pages,
    Duration interval,
    Duration warmUp,
    Duration measure,
    boolean gzip,
    List<String> workerOptions) {
  Scenario {
    if (targets < 1 || pages.series() < 1) {
      throw new IllegalArgumentException("there has to be a target and a series");
    }
    if (measure.toSeconds() < 5) {
      throw new IllegalArgumentException("a measurement below 5s says nothing");
    }
    workerOptions = List.copyOf(workerOptions);
  }
}
