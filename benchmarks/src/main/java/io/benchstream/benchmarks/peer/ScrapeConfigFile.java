package io.benchstream.benchmarks.peer;

import io.benchstream.benchmarks.load.PageServer;
import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.runtime.config.DurationText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bed's targets as a scrape configuration, in the format that both peers read. */
final class ScrapeConfigFile {
  private ScrapeConfigFile() {}

  /**
   * Writes it.
   *
   * @param more YAML that stands behind the targets
   */
  static Path write(Path file, TestBed bed, String more) throws IOException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("scrape_configs:\n- job_name: bench\n");
    String text = DurationText.format(bed.load().interval());
    yaml.append("  scrape_interval: ").append(text).append('\n');
    yaml.append("  scrape_timeout: ").append(text).append('\n');
    yaml.append("  static_configs:\n");
    for (int i = 0; i < bed.load().targets(); i++) {
      yaml.append("  - targets: ['").append(bed.server().address()).append("']\n");
      yaml.append("    labels: {__metrics_path__: '").append(PageServer.path(i));
      yaml.append("', instance: target-").append(i).append("}\n");
    }
    yaml.append(more);
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.writeString(file, yaml);
  }
}
