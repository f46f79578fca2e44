package io.benchstream.aggregator;

import io.benchstream.runtime.service.ServiceMain;

/** The aggregator as a process of its own. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    System.exit(
        new ServiceMain<>("aggregator", AggregatorConfig.class, AggregatorPipeline::new)
            .run(args, System.err));
  }
}
