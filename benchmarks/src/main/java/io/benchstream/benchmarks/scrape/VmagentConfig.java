package io.benchstream.benchmarks.scrape;

import io.benchstream.benchmarks.load.PageServer;
import io.benchstream.runtime.config.DurationText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The same targets in vmagent's configuration. */
public final class VmagentConfig {
  private VmagentConfig() {}

  public static Path write(Path file, PageServer server, int targets, Duration interval)
      throws IOException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("scrape_configs:\n- job_name: bench\n");
    String text = DurationText.format(interval);
    yaml.append("  scrape_interval: ").append(text).append('\n');
    yaml.append("  scrape_timeout: ").append(text).append('\n');
    yaml.append("  static_configs:\n");
    for (int i = 0; i < targets; i++) {
      yaml.append("  - targets: ['").append(server.address()).append("']\n");
      yaml.append("    labels: {__metrics_path__: '").append(PageServer.path(i));
      yaml.append("', instance: target-").append(i).append("}\n");
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.writeString(file, yaml);
  }
}
