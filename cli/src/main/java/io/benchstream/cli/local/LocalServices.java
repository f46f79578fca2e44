package io.benchstream.cli.local;

import io.benchstream.local.LocalParts;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.runtime.lifecycle.Lifecycle;
import io.benchstream.runtime.service.ServiceContext;
import java.time.Duration;

/** All services in this JVM, on one set of meters and one readiness. */
final class LocalServices implements AutoCloseable {
  private static final String PART = "Services";

  private final Lifecycle lifecycle;
  private final ServiceContext context;
  private final StartProgress progress;

  private LocalServices(Lifecycle lifecycle, ServiceContext context, StartProgress progress) {
    this.lifecycle = lifecycle;
    this.context = context;
    this.progress = progress;
  }

  /** Creates the topics, then starts the services, sinks first. */
  static LocalServices start(
      LocalConfig config, KafkaConfig kafka, LocalParts parts, StartProgress progress) {
    progress.starting(PART);
    long began = System.nanoTime();
    ServiceContext context = ServiceContext.create();
    Lifecycle lifecycle = new Lifecycle();
    try (KafkaClients clients =
            new KafkaClients(kafka, "benchstream-local", context.metrics().registry());
        var admin = clients.admin()) {
      new TopicAdmin(admin, kafka, Backoff.forever()).ensure();
    }
    lifecycle.start();
    progress.up(PART, Duration.ofNanos(System.nanoTime() - began));
    return new LocalServices(lifecycle, context, progress);
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
