package io.benchstream.publisher.rollout;

import io.benchstream.publisher.vmagent.ScrapeConfig;
import java.io.IOException;

/** Where vmagent reads its configuration. */
public interface ConfigSink {
  /**
   * Makes the sink hold this configuration and nothing else of ours. A reader sees, at every
   * moment, an old or a new state of each file and never a part of one.
   *
   * @return true where anything had to be changed
   */
  boolean write(ScrapeConfig config) throws IOException;
}
