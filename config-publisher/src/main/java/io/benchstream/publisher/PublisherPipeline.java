package io.benchstream.publisher;

import io.benchstream.publisher.delivery.DestinationConfig;
import io.benchstream.publisher.delivery.KpiChoice;
import io.benchstream.publisher.http.RemoteWriteClient;
import io.benchstream.publisher.http.TargetListRoutes;
import io.benchstream.publisher.intake.Destination;
import io.benchstream.publisher.kpis.SessionView;
import io.benchstream.publisher.rollout.TargetTable;
import io.benchstream.runtime.health.Health;
import io.benchstream.runtime.health.HealthRoutes;
import io.benchstream.runtime.health.HttpServers;
import io.benchstream.runtime.kafka.Backoff;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.kafka.TopicAdmin;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.lifecycle.Lifecycle;
import io.benchstream.runtime.service.ServiceContext;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The config publisher as an object that can be embedded: targets to the configurations of vmagents
 * and to lists for {@code http_sd}; samples and KPIs to any number of stores.
 */
public final class PublisherPipeline implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(PublisherPipeline.class);
  private static final String SERVICE = "config-publisher";
  private static final Duration TOPICS_PAUSE = Duration.ofSeconds(10);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

  private final PublisherConfig config;
  private final ServiceContext context;
  private final boolean serves;
  private final Lifecycle lifecycle = new Lifecycle();

  /** What is closed behind the parts, last first. */
  private final Deque<Runnable> resources = new ConcurrentLinkedDeque<>();

  private final Health.Check readiness;
  private @Nullable Thread starter;
  private volatile boolean brokerIsThere;
  private volatile boolean closing;
  private @Nullable KubernetesClient kubernetes;
  private @Nullable HttpServer server;

  /** One that answers no HTTP: its owner tells health and metrics. */
  public PublisherPipeline(PublisherConfig config, ServiceContext context) {
    this(config, context, false);
  }

  private PublisherPipeline(PublisherConfig config, ServiceContext context, boolean serves) {
    this.config = config;
    this.context = context;
    this.serves = serves;
    this.readiness = context.health().register("config publisher");
  }

  /** One with a server of its own, for health, metrics and {@code /sd/<job>}. */
  public static PublisherPipeline serving(PublisherConfig config, ServiceContext context) {
    return new PublisherPipeline(config, context, true);
  }

  @Override
  public void start() {
    MeterRegistry meters = context.metrics().registry();
    Vertx http =
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(2));
    resources.push(() -> http.close().toCompletionStage().toCompletableFuture().join());
    TargetTable listed = new TargetTable();
    if (serves) {
      // First, since it tells what the rest is waiting for.
      server = serve(http, listed);
    }
    KafkaClients clients = new KafkaClients(config.kafka(), SERVICE, meters);
    resources.push(clients::close);
    readiness.notReady("waiting for the broker");
    Thread thread = new Thread(() -> startParts(clients, http, listed), "config-publisher-start");
    starter = thread;
    thread.start();
  }

  /** On a thread of its own, since it waits for the broker for as long as it takes. */
  private void startParts(KafkaClients clients, Vertx http, TargetTable listed) {
    if (!awaitTopics(clients)) {
      return;
    }
    brokerIsThere = true;
    try {
      addParts(clients, http, listed);
      lifecycle.start();
      readiness.ready();
    } catch (RuntimeException e) {
      if (!closing) {
        readiness.notReady("not started: " + e.getMessage());
        LOG.error("the config publisher cannot start; mend what is wrong and restart it", e);
      }
    }
  }

  /** False where it is to end. */
  private boolean awaitTopics(KafkaClients clients) {
    while (!closing) {
      try {
        ensureTopics(clients);
        return !closing;
      } catch (RuntimeException e) {
        if (closing) {
          return false;
        }
        readiness.notReady("its topics are not there yet: " + e.getMessage());
        LOG.error("the topics cannot be prepared; tried again in {}", TOPICS_PAUSE, e);
        try {
          Thread.sleep(TOPICS_PAUSE);
        } catch (InterruptedException interrupt) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
    }
    return false;
  }

  private void ensureTopics(KafkaClients clients) {
    Admin admin = clients.admin();
    try {
      new TopicAdmin(admin, config.kafka(), Backoff.forever()).ensure();
    } finally {
      admin.close(Duration.ofSeconds(1)); // Not for as long as what it has asked for may take.
    }
  }

  private void addParts(KafkaClients clients, Vertx http, TargetTable listed) {
    MeterRegistry meters = context.metrics().registry();
    RegistryRecords registry = new RegistryRecords(config.kafka());
    resources.push(registry::close);
    Producer<byte[], byte[]> letters = clients.producer(Map.of());
    resources.push(letters::close);
    new VmagentRollouts(config, context, clients, registry, letters, http, this::kubernetes)
        .addTo(lifecycle, serves ? List.of(listed) : List.of());
    SessionView sessions = new SessionView(context.clock(), SessionViews.KEPT);
    if (config.remoteWrite().stream().anyMatch(store -> store.kpis() != KpiChoice.NONE)) {
      lifecycle.add(new SessionViews(sessions, clients, registry, context, () -> closing));
    }
    Destination.Environment environment =
        new Destination.Environment(
            clients, registry, letters, sessions, meters, context.health(), context.clock());
    for (DestinationConfig destination : config.remoteWrite()) {
      lifecycle.add(new Destination(destination, client(destination, http), environment));
    }
  }

  private void stopStarter() {
    closing = true;
    Thread thread = starter;
    if (thread == null) {
      return;
    }
    if (!brokerIsThere) {
      thread.interrupt();
    }
    try {
      thread.join(STOP_PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpServer serve(Vertx http, TargetTable targets) {
    Router router = Router.router(http);
    new HealthRoutes(context.health(), context.metrics()).mount(router);
    new TargetListRoutes(targets).mount(router);
    return HttpServers.listen(http, config.server(), "server.port", router);
  }

  /** The port that is listened on. */
  public int port() {
    HttpServer listening = server;
    if (listening == null) {
      throw new IllegalStateException("it does not listen: not started, or without a server");
    }
    return listening.actualPort();
  }

  private KubernetesClient kubernetes() {
    KubernetesClient client = kubernetes;
    if (client == null) {
      client = new KubernetesClientBuilder().build();
      kubernetes = client;
      resources.push(client::close);
    }
    return client;
  }

  private static RemoteWriteClient client(DestinationConfig destination, Vertx http) {
    return new RemoteWriteClient(
        http,
        destination.url(),
        destination.http(),
        destination.timeout(),
        destination.parallelism());
  }

  @Override
  public void close() {
    stopStarter();
    lifecycle.close();
    while (!resources.isEmpty()) {
      resources.pop().run();
    }
  }
}
