package io.benchstream.local.victoriametrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.benchstream.local.fetch.Binaries;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.victoriametrics.VmagentDryRun.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmagentDryRunIT {
  private final VmagentDryRun dryRun =
      new VmagentDryRun(Binaries.of(System.out::println).find(Tool.VMAGENT));

  @TempDir Path directory;

  @Test
  void acceptsAGoodFile() throws Exception {
    assertThat(check(LocalVictoriaMetricsIT.scrapeConfig(9100)))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void rejectsAnUnknownKeyInItsOwnWords() throws Exception {
    assertThat(check("scrape_configs:\n- job_name: a\n  scrape_intervall: 1s\n"))
        .asInstanceOf(type(Verdict.Rejected.class))
        .satisfies(rejected -> assertThat(rejected.words()).contains("scrape_intervall"));
  }

  private Verdict check(String config) throws Exception {
    return dryRun.check(Files.writeString(directory.resolve("scrape.yml"), config));
  }
}
