package io.benchstream.cli.local;

import io.benchstream.aggregator.AggregatorConfig;
import io.benchstream.aggregator.AggregatorPipeline;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.discovery.DiscoveryConfig;
import io.benchstream.discovery.DiscoveryPipeline;
import io.benchstream.gateway.GatewayConfig;
import io.benchstream.gateway.GatewayPipeline;
import io.benchstream.publisher.PublisherConfig;
import io.benchstream.publisher.PublisherPipeline;
import io.benchstream.publisher.VmagentConfig;
import io.benchstream.publisher.delivery.DestinationConfig;
import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.lifecycle.Lifecycle;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.scrape.ScrapeConfig;
import io.benchstream.scrape.ScrapePipeline;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** All services in this JVM, on one set of meters and one readiness. */
final class LocalServices implements AutoCloseable {
  private static final String PART = "Services";
  private static final String INSTANCE = "local";

  private static final Duration PROVISIONAL = Duration.ofSeconds(1);
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(25);

  private final Lifecycle lifecycle = new Lifecycle();
  private final ServiceContext context = ServiceContext.create();
  private final StartProgress progress;

  private LocalServices(StartProgress progress) {
    this.progress = progress;
  }

  /**
   * What the services work with.
   *
   * @param gateway where it listens
   * @param remoteWrite of the store
   * @param vmagent directory of the generated configuration
   * @param state directory of the aggregator's state
   * @param store the root of the store's pages
   * @param artifacts directory of the files of collected windows
   */
  record Surroundings(
      KafkaConfig kafka,
      ServerConfig gateway,
      URI remoteWrite,
      Path vmagent,
      Path state,
      URI store,
      Path artifacts) {}

  /**
   * Starts the services, sinks first; returns once all say that they are ready.
   *
   * @throws CommandFailure where one does not get ready
   */
  static LocalServices start(Surroundings around, StartProgress progress)
      throws InterruptedException {
    progress.starting(PART);
    long began = System.nanoTime();
    LocalServices services = new LocalServices(progress);
    try {
      services.add(around);
      services.lifecycle.start();
      services.awaitReady();
      progress.up(PART, Duration.ofNanos(System.nanoTime() - began));
      return services;
    } catch (InterruptedException | RuntimeException e) {
      progress.failed(PART);
      services.close();
      throw e;
    }
  }

  private void add(Surroundings around) {
    KafkaConfig kafka = around.kafka();
    VmagentConfig vmagent = new VmagentConfig(around.vmagent(), null, null, null);
    DestinationConfig store = DestinationConfig.of("victoria-metrics", around.remoteWrite());
    lifecycle.add(
        new PublisherPipeline(new PublisherConfig(kafka, null, vmagent, List.of(store)), context));
    lifecycle.add(
        new AggregatorPipeline(
            new AggregatorConfig(
                kafka,
                null,
                INSTANCE,
                LocalConfig.WINDOW,
                LocalConfig.GRACE,
                PROVISIONAL,
                null,
                around.state(),
                null,
                null,
                null,
                null,
                null),
            context));
    lifecycle.add(new ScrapePipeline(ScrapeConfig.of(kafka), context));
    lifecycle.add(
        new DiscoveryPipeline(
            new DiscoveryConfig(kafka, null, INSTANCE, null, null, null, null, null, null),
            context));
    lifecycle.add(
        new GatewayPipeline(
            GatewayConfig.of(kafka, around.gateway()).with(around.store(), around.artifacts()),
            context));
  }

  private void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!context.health().ready()) {
      if (System.nanoTime() - deadline > 0) {
        Map<String, String> unready = context.health().unready();
        throw new CommandFailure(
            "the services were not ready after %d s: %s; benchstream.log in the data directory tells more"
                .formatted(READY_WITHIN.toSeconds(), unready));
      }
      Thread.sleep(POLL);
    }
  }

  @Override
  public void close() {
    progress.stopping(PART);
    long began = System.nanoTime();
    lifecycle.close();
    context.close();
    progress.stopped(PART, Duration.ofNanos(System.nanoTime() - began));
  }
}
