package io.benchstream.gateway.http;

import io.benchstream.gateway.access.AccessConfig;
import io.benchstream.gateway.access.RateLimits;
import io.benchstream.gateway.access.ServerTlsConfig;
import io.benchstream.gateway.access.Tokens;
import io.benchstream.gateway.artifact.ArtifactStore;
import io.benchstream.gateway.collect.Collector;
import io.benchstream.gateway.collect.Comparisons;
import io.benchstream.gateway.collect.KpiPast;
import io.benchstream.gateway.event.CloudEventReader;
import io.benchstream.gateway.session.SessionText;
import io.benchstream.gateway.session.Sessions;
import io.benchstream.gateway.topic.SessionProducer;
import io.benchstream.gateway.topic.TopicHistory;
import io.benchstream.gateway.view.Views;
import io.benchstream.runtime.health.HealthRoutes;
import io.benchstream.runtime.health.HttpServers;
import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.KafkaClients;
import io.benchstream.runtime.kafka.RegistryRecords;
import io.benchstream.runtime.lifecycle.Component;
import io.benchstream.runtime.service.ServiceContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The API's server. Its operations are those of the contract, openapi.yaml. */
public final class HttpApi implements Component {
  /** The largest body of a request. */
  static final long MAX_BODY_BYTES = 1024 * 1024;

  private static final long TIMEOUT_MILLIS = 30_000;
  private static final int EVENT_THREADS = 8;
  private static final int SESSION_THREADS = 8;
  private static final int ARTIFACT_THREADS = 4;
  private static final int HISTORY_THREADS = 2;

  /** Each may hold the windows of hours: some 100 MB. */
  private static final int COLLECT_THREADS = 4;

  /** Each may hold those of two sessions, with their buckets. */
  private static final int COMPARE_THREADS = 2;

  /** They bound their time themselves. */
  private static final Set<String> LONG_OPERATIONS =
      Set.of("collectSession", "compareSessions", "streamKpis", "getArtifactsZip", "getArtifact");

  private final Settings settings;
  private final Vertx vertx = Vertx.vertx();
  private final ApiContract contract = new ApiContract();
  private final HealthRoutes health;
  private final EventProducer eventProducer;
  private final SessionProducer sessionProducer;
  private final Gate gate;
  private final Map<String, BiConsumer<RoutingContext, Parameters>> operations = new HashMap<>();
  private @Nullable HttpServer server;

  /**
   * How it answers.
   *
   * @param server where it listens
   * @param tls null: in the clear
   * @param access who may call it
   * @param store the root of the store's pages; null: there is none
   * @param artifacts directory of collected files
   * @param collectWait how long a request may wait for a report
   */
  public record Settings(
      ServerConfig server,
      @Nullable ServerTlsConfig tls,
      AccessConfig access,
      @Nullable URI store,
      Path artifacts,
      Duration collectWait) {}

  /**
   * A server that does not listen yet.
   *
   * @param ready whether the views have been read to the ends of their topics
   */
  public HttpApi(
      Settings settings,
      KafkaClients clients,
      RegistryRecords records,
      Views views,
      BooleanSupplier ready,
      ServiceContext context) {
    settings.access().check(settings.server().host());
    this.settings = settings;
    this.health = new HealthRoutes(context.health(), context.metrics());
    this.gate =
        new Gate(
            new RateLimits(settings.access().requestsPerSecond()),
            settings.access().tokensFile() == null
                ? null
                : new Tokens(settings.access().tokensFile()),
            ready);
    this.eventProducer = new EventProducer(clients, records);
    this.sessionProducer =
        new SessionProducer(clients, records, eventProducer::send, views.sessions());
    Sessions sessions =
        new Sessions(views.sessions(), views.resources(), sessionProducer, context.clock());
    addEvents(context);
    addViews(views);
    addSessions(views, sessions);
    TopicHistory history = new TopicHistory(clients, records);
    addKpis(views, history, context);
    addCollections(
        sessions,
        new Collector.Sources(views.reports(), history, history, views.targets()),
        clients.config().topics().prefix(),
        context);
    addStore();
  }

  private void addKpis(Views views, TopicHistory history, ServiceContext context) {
    KpiRoutes routes =
        new KpiRoutes(
            views,
            new KpiPast(history),
            new BlockingCalls(vertx, "kpis", HISTORY_THREADS),
            context.clock());
    operations.put("getKpis", routes::list);
    operations.put("streamKpis", routes::stream);
  }

  private void addStore() {
    StoreRoutes routes = new StoreRoutes(vertx, settings.store(), contract);
    operations.put("queryPrometheus", routes::query);
    operations.put("queryRangePrometheus", routes::queryRange);
  }

  private void addCollections(
      Sessions sessions, Collector.Sources sources, String topicPrefix, ServiceContext context) {
    ArtifactStore store = new ArtifactStore(settings.artifacts());
    Collector collector =
        new Collector(
            sessions,
            sources,
            store,
            new Collector.Settings(settings.collectWait(), topicPrefix),
            context.clock());
    ArtifactRoutes artifacts =
        new ArtifactRoutes(
            sessions, store, new BlockingCalls(vertx, "artifacts", ARTIFACT_THREADS));
    CollectRoutes routes =
        new CollectRoutes(
            collector,
            new Comparisons(sessions, sources, settings.collectWait()),
            artifacts,
            new BlockingCalls(vertx, "collect", COLLECT_THREADS),
            new BlockingCalls(vertx, "compare", COMPARE_THREADS),
            contract);
    operations.put("collectSession", routes::collect);
    operations.put("compareSessions", routes::compare);
    operations.put("getArtifacts", artifacts::list);
    operations.put("getArtifact", artifacts::file);
    operations.put("getArtifactsZip", artifacts::zip);
  }

  private void addEvents(ServiceContext context) {
    EventRoutes events =
        new EventRoutes(
            new CloudEventReader(new DataSchema(contract), context.clock()),
            eventProducer,
            new BlockingCalls(vertx, "events", EVENT_THREADS));
    operations.put("postEvents", (request, parameters) -> events.post(request));
  }

  private void addViews(Views views) {
    ViewRoutes routes = new ViewRoutes(views);
    operations.put("getTargets", routes::targets);
    operations.put("getPrometheusTargets", routes::prometheusTargets);
    operations.put("getClusters", routes::clusters);
    operations.put("getJobs", routes::jobs);
  }

  private void addSessions(Views views, Sessions sessions) {
    SessionRoutes routes =
        new SessionRoutes(
            sessions,
            views.sessions(),
            new SessionText(views.targets()),
            new BlockingCalls(vertx, "sessions", SESSION_THREADS),
            contract);
    operations.put("createSession", routes::create);
    operations.put("getSessions", routes::list);
    operations.put("getSession", routes::get);
    operations.put("deleteSession", routes::delete);
    operations.put("addSessionTarget", routes::addTarget);
    operations.put("deleteSessionTarget", routes::deleteTarget);
    operations.put("endSession", routes::end);
  }

  @Override
  public void start() {
    ServerTlsConfig tls = settings.tls();
    PemKeyCertOptions pem =
        tls == null
            ? null
            : new PemKeyCertOptions()
                .addCertPath(tls.certificateFile().toString())
                .addKeyPath(tls.keyFile().toString());
    server = HttpServers.listen(vertx, settings.server(), "server.port", router(), pem);
  }

  private Router router() {
    Router router = Router.router(vertx);
    health.mount(router);
    gate.mount(router);
    new DocsRoutes(contract).mount(router);
    router.route("/*").subRouter(api());
    router.route().failureHandler(Answers::failure);
    IntStream.of(400, 404, 405, 413, 500, 503)
        .forEach(status -> router.errorHandler(status, Answers::failure));
    return router;
  }

  private Router api() {
    OpenAPIContract described = contract.forRouter(vertx);
    RouterBuilder builder = RouterBuilder.create(vertx, described);
    builder.rootHandler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES));
    // Parameters, RequestBody and the reader of events check what comes in, by the same contract.
    builder.getRoutes().forEach(route -> route.setDoValidation(false));
    for (Operation operation : described.operations()) {
      add(builder, described, operation);
    }
    Router api = builder.createRouter();
    api.route().failureHandler(Answers::failure);
    return api;
  }

  private void add(RouterBuilder builder, OpenAPIContract described, Operation operation) {
    BiConsumer<RoutingContext, Parameters> handler = operations.get(operation.getOperationId());
    OpenAPIRoute route = builder.getRoute(operation.getOperationId());
    if (handler == null || route == null) {
      throw new IllegalStateException(
          "nothing answers the contract's operation " + operation.getOperationId());
    }
    if (!LONG_OPERATIONS.contains(operation.getOperationId())) {
      route.addHandler(TimeoutHandler.create(TIMEOUT_MILLIS));
    }
    route.addHandler(
        context ->
            handler.accept(
                context,
                Parameters.read(
                    context.pathParams(),
                    context.queryParams(),
                    operation,
                    described.getSchemaRepository())));
  }

  /** The port it listens on, once started. */
  public int port() {
    HttpServer running = server;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running.actualPort();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    sessionProducer.close();
    eventProducer.close();
  }
}
