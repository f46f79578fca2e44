package io.benchstream.publisher;

import io.benchstream.publisher.delivery.DestinationConfig;
import io.benchstream.publisher.files.ConfigDirectory;
import io.benchstream.publisher.http.RemoteWriteClient;
import io.benchstream.publisher.http.VmagentReload;
import io.benchstream.publisher.intake.Destination;
import io.benchstream.publisher.intake.TargetsIntake;
import io.benchstream.publisher.rollout.ConfigReload;
import io.benchstream.publisher.rollout.ConfigRollout;
import io.benchstream.publisher.rollout.TargetTable;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.DeadLetters;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.runtime.kafka.TopicFollower;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.lifecycle.Lifecycle;
import io.benchstream.runtime.service.ServiceContext;
import io.benchstream.schemas.Target;
import io.benchstream.schemas.topics.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/**
 * The config publisher as an object that can be embedded: targets to a vmagent's configuration;
 * samples and KPIs to any number of stores.
 */
public final class PublisherPipeline implements Component {
  private static final String SERVICE = "config-publisher";

  private final PublisherConfig config;
  private final ServiceContext context;
  private final Lifecycle lifecycle = new Lifecycle();
  private @Nullable KafkaClients kafka;
  private @Nullable RegistryRecords records;
  private @Nullable Producer<byte[], byte[]> letters;
  private @Nullable Vertx vertx;

  public PublisherPipeline(PublisherConfig config, ServiceContext context) {
    this.config = config;
    this.context = context;
  }

  @Override
  public void start() {
    MeterRegistry meters = context.metrics().registry();
    KafkaClients clients = new KafkaClients(config.kafka(), SERVICE, meters);
    kafka = clients;
    try (Admin admin = clients.admin()) {
      new TopicAdmin(admin, config.kafka(), Backoff.forever()).ensure();
    }
    RegistryRecords registry = new RegistryRecords(config.kafka());
    records = registry;
    Producer<byte[], byte[]> producer = clients.producer(Map.of());
    letters = producer;
    Vertx http = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    vertx = http;
    VmagentConfig vmagent = config.vmagent();
    if (vmagent != null) {
      addVmagent(vmagent, clients, registry, producer, http);
    }
    Destination.Environment environment =
        new Destination.Environment(
            clients, registry, producer, meters, context.health(), context.clock());
    for (DestinationConfig destination : config.remoteWrite()) {
      addDestination(destination, environment, http);
    }
    lifecycle.start();
  }

  private void addVmagent(
      VmagentConfig vmagent,
      KafkaClients clients,
      RegistryRecords registry,
      Producer<byte[], byte[]> producer,
      Vertx http) {
    TargetTable targets = new TargetTable();
    ConfigReload reload =
        vmagent.url() == null
            ? ConfigReload.none()
            : new VmagentReload(http, vmagent.url(), vmagent.confirmTimeout());
    lifecycle.add(
        new ConfigRollout(
            targets,
            new ConfigDirectory(vmagent.directory()),
            reload,
            vmagent.batchInterval(),
            context.metrics().registry(),
            context.health(),
            context.clock()));
    DeadLetters deadLetters =
        new DeadLetters(
            producer, config.kafka().topics(), context.metrics().registry(), context.clock());
    lifecycle.add(
        new TopicFollower<>(
            clients,
            config.kafka().topics().name(Topic.TARGETS),
            null,
            registry.reader(Target.class),
            context.health(),
            new TargetsIntake(targets, deadLetters)));
  }

  private void addDestination(
      DestinationConfig destination, Destination.Environment environment, Vertx http) {
    RemoteWriteClient client =
        new RemoteWriteClient(
            http,
            destination.url(),
            destination.http(),
            destination.timeout(),
            destination.parallelism());
    lifecycle.add(new Destination(destination, client, environment));
  }

  @Override
  public void close() {
    lifecycle.close();
    if (letters != null) {
      letters.close();
    }
    if (records != null) {
      records.close();
    }
    if (kafka != null) {
      kafka.close();
    }
    if (vertx != null) {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
