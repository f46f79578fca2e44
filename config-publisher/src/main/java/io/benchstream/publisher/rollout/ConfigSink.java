package io.benchstream.publisher.rollout;

import io.benchstream.publisher.vmagent.ScrapeConfig;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where vmagent reads its configuration. */
public interface ConfigSink {
  /**
   * Makes the sink hold this configuration and nothing else of ours. A reader sees, at every
   * moment, an old or a new state of each file and never a part of one.
   *
   * @return true where anything had to be changed
   */
  boolean write(ScrapeConfig config) throws IOException;

  /**
   * Text of the job files by path that the sink's configuration names; none where there is none.
   */
  default SortedMap<String, String> held() throws IOException {
    return new TreeMap<>();
  }
}
