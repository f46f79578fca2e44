package io.benchstream.runtime.service;

import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.metrics.Metrics;
import java.time.Clock;

/**
 * What the process gives to the pipelines in it. In local mode several pipelines share one.
 *
 * @param health where a pipeline says whether it is ready
 * @param metrics the process's meters
 * @param clock the wall clock
 */
public record ServiceContext(Health health, Metrics metrics, Clock clock) implements AutoCloseable {
  public static ServiceContext create() {
    return new ServiceContext(new Health(), new Metrics(), Clock.systemUTC());
  }

  @Override
  public void close() {
    metrics.close();
  }
}
