package io.benchstream.publisher;

import io.benchstream.runtime.service.ServiceMain;

/** The config publisher as a process. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    System.exit(
        new ServiceMain<>("config-publisher", PublisherConfig.class, PublisherPipeline::serving)
            .withOwnServer()
            .run(args, System.err));
  }
}
