package io.benchstream.scrape;

import io.benchstream.runtime.service.ServiceMain;

/** Starts a scrape worker: {@code --config FILE}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    System.exit(
        new ServiceMain<>("scrape-workers", ScrapeConfig.class, ScrapePipeline::new)
            .run(args, System.err));
  }
}
