package io.benchstream.gateway;

import io.benchstream.gateway.access.AccessConfig;
import io.benchstream.gateway.access.ServerTlsConfig;
import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.service.ServiceConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of the gateway.
 *
 * @param kafka brokers, registry, topics
 * @param server where the API listens; 127.0.0.1:8002 where it is left out
 * @param tls TLS of the API; in the clear where it is left out
 * @param access who may call the API, and how often
 * @param store the root of VictoriaMetrics' pages, for queries, for example http://localhost:8428/;
 *     where it is left out there are no queries
 * @param artifacts directory below which the files of collected windows are written; artifacts in
 *     the working directory where it is left out
 * @param collectWait how long a request may wait for the end of a window and its report, 1s to 50s;
 *     30s where it is left out
 * @param maxKpis most scopes and KPIs whose latest window is held; 100,000 where it is left out
 * @param maxSessions most sessions that are held; 10,000 where it is left out
 * @param maxResources most clusters and jobs that are held; 200,000 where it is left out
 * @param kpiHistory how far back KPIs are read at start; 1 h where it is left out
 */
public record GatewayConfig(
    KafkaConfig kafka,
    ServerConfig server,
    @Nullable ServerTlsConfig tls,
    AccessConfig access,
    @Nullable URI store,
    Path artifacts,
    Duration collectWait,
    int maxKpis,
    int maxSessions,
    int maxResources,
    Duration kpiHistory)
    implements ServiceConfig {
  public static final int USUAL_PORT = 8002;
  private static final int USUAL_MAX_KPIS = 100_000;
  private static final int USUAL_MAX_SESSIONS = 10_000;
  private static final int USUAL_MAX_RESOURCES = 200_000;
  private static final Duration USUAL_WAIT = Duration.ofSeconds(30);

  /** Below the time after which the server closes a connection on which nothing happens. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(50);

  public GatewayConfig(
      @Nullable KafkaConfig kafka,
      @Nullable ServerConfig server,
      @Nullable ServerTlsConfig tls,
      @Nullable AccessConfig access,
      @Nullable URI store,
      @Nullable Path artifacts,
      @Nullable Duration collectWait,
      int maxKpis,
      int maxSessions,
      int maxResources,
      @Nullable Duration kpiHistory) {
    if (kafka == null) {
      throw new IllegalArgumentException(
          "kafka is missing; give bootstrap_servers and registry_url under it");
    }
    this.kafka = kafka;
    this.server = ServerConfig.orUsual(server, USUAL_PORT);
    this.tls = tls;
    this.access = access == null ? new AccessConfig(null, 0) : access;
    this.access.check(this.server.host());
    this.store = store == null ? null : checked(store);
    this.artifacts = artifacts == null ? Path.of("artifacts") : artifacts;
    this.collectWait = collectWait == null ? USUAL_WAIT : collectWait;
    if (this.collectWait.compareTo(Duration.ofSeconds(1)) < 0
        || this.collectWait.compareTo(LONGEST_WAIT) > 0) {
      throw new IllegalArgumentException("collect_wait: it is outside 1s to 50s");
    }
    this.maxKpis = atLeastOne("max_kpis", maxKpis, USUAL_MAX_KPIS);
    this.maxSessions = atLeastOne("max_sessions", maxSessions, USUAL_MAX_SESSIONS);
    this.maxResources = atLeastOne("max_resources", maxResources, USUAL_MAX_RESOURCES);
    this.kpiHistory = kpiHistory == null ? Duration.ofHours(1) : kpiHistory;
  }

  private static int atLeastOne(String key, int value, int usual) {
    if (value < 0) {
      throw new IllegalArgumentException("%s: %d is below 1".formatted(key, value));
    }
    return value == 0 ? usual : value;
  }

  private static URI checked(URI store) {
    boolean http = "http".equals(store.getScheme()) || "https".equals(store.getScheme());
    if (!http || store.getHost() == null || store.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "store: it is not the http or https URL of a host, without user and password");
    }
    return store.getPath().endsWith("/") ? store : URI.create(store + "/");
  }

  /** The usual settings with this Kafka, listening there. */
  public static GatewayConfig of(KafkaConfig kafka, ServerConfig server) {
    return new GatewayConfig(kafka, server, null, null, null, null, null, 0, 0, 0, null);
  }

  /** The same with a store and a directory of its own. */
  public GatewayConfig with(URI store, Path artifacts) {
    return new GatewayConfig(
        kafka,
        server,
        tls,
        access,
        store,
        artifacts,
        collectWait,
        maxKpis,
        maxSessions,
        maxResources,
        kpiHistory);
  }
}
