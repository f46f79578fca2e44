package io.benchstream.discovery;

import io.benchstream.runtime.service.ServiceMain;

/** Starts the discovery service: {@code --config FILE}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    System.exit(
        new ServiceMain<>("discovery-service", DiscoveryConfig.class, DiscoveryPipeline::new)
            .run(args, System.err));
  }
}
