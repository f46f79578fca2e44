package io.benchstream.gateway;

import io.benchstream.runtime.service.ServiceMain;

/** The gateway as a program: {@code --config FILE}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws InterruptedException {
    System.exit(
        new ServiceMain<>("gateway", GatewayConfig.class, GatewayPipeline::new)
            .withOwnServer()
            .run(args, System.err));
  }
}
