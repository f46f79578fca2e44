package io.benchstream.discovery.prometheus;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A configuration file of Prometheus or vmagent.
 *
 * @param configFile the file; those that it names are read, too
 */
public record PrometheusConfig(Path configFile) {
  public PrometheusConfig(@Nullable Path configFile) {
    if (configFile == null) {
      throw new IllegalArgumentException("prometheus: config_file is missing");
    }
    this.configFile = configFile;
  }
}
