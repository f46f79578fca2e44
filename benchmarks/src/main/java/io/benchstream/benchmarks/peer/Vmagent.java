package io.benchstream.benchmarks.peer;

import io.benchstream.benchmarks.load.TestBed;
import io.benchstream.benchmarks.measure.MetricsPage;
import io.benchstream.benchmarks.measure.Subject;
import io.benchstream.local.fetch.Tool;
import io.benchstream.local.process.Port;
import io.benchstream.local.victoriametrics.LocalVmagent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** vmagent: scrapes all targets and writes to the sink. */
final class Vmagent implements Subject {
  private final LocalVmagent process;

  private Vmagent(LocalVmagent process) {
    this.process = process;
  }

  static Vmagent start(TestBed bed) throws IOException {
    Path directory = bed.directory("vmagent");
    return new Vmagent(
        LocalVmagent.start(
            new LocalVmagent.Settings(
                bed.binary(Tool.VMAGENT),
                directory,
                Port.any(),
                ScrapeConfigFile.write(directory.resolve("scrape.yml"), bed, ""),
                bed.server().sink(),
                // As much memory as it wants: its own share of the machine's, as where it is
                // installed.
                List.of("-promscrape.maxScrapeSize=128MB", "-memory.allowedBytes=0"))));
  }

  @Override
  public String name() {
    return "vmagent";
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public URI metrics() {
    return process.url().resolve("metrics");
  }

  @Override
  public double samples(MetricsPage page) {
    return page.sum("vm_promscrape_scraped_samples_sum");
  }

  /**
   * It counts samples where they go into blocks, and blocks where the store took them; blocks that
   * wait, on disk at last, or were dropped are the difference.
   */
  @Override
  public double sentShare(MetricsPage before, MetricsPage after) {
    String metric = "vmagent_remotewrite_";
    double taken = after.grown(before, metric + "rows_pushed_after_relabel_total");
    double packed = after.grown(before, metric + "block_size_rows_sum");
    double blocks = after.grown(before, metric + "block_size_rows_count");
    double sent = after.grown(before, metric + "blocks_sent_total");
    return packed / taken * (sent / blocks);
  }

  @Override
  public void close() {
    process.close();
  }
}
