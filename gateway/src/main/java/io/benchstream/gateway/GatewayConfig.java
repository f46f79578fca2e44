package io.benchstream.gateway;

import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.service.ServiceConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of the gateway.
 *
 * @param kafka brokers, registry, topics
 * @param server where the API listens; 127.0.0.1:8002 where it is left out
 * @param maxKpis most scopes and KPIs whose latest window is held; 100,000 where it is left out
 * @param kpiHistory how far back KPIs are read at start; 1 h where it is left out
 */
public record GatewayConfig(
    KafkaConfig kafka, ServerConfig server, int maxKpis, Duration kpiHistory)
    implements ServiceConfig {
  public static final int USUAL_PORT = 8002;
  private static final int USUAL_MAX_KPIS = 100_000;

  public GatewayConfig(
      @Nullable KafkaConfig kafka,
      @Nullable ServerConfig server,
      int maxKpis,
      @Nullable Duration kpiHistory) {
    if (kafka == null) {
      throw new IllegalArgumentException(
          "kafka is missing; give bootstrap_servers and registry_url under it");
    }
    if (maxKpis < 0) {
      throw new IllegalArgumentException("max_kpis: %d is below 1".formatted(maxKpis));
    }
    this.kafka = kafka;
    this.server = ServerConfig.orUsual(server, USUAL_PORT);
    this.maxKpis = maxKpis == 0 ? USUAL_MAX_KPIS : maxKpis;
    this.kpiHistory = kpiHistory == null ? Duration.ofHours(1) : kpiHistory;
  }

  /** The usual settings with this Kafka, listening there. */
  public static GatewayConfig of(KafkaConfig kafka, ServerConfig server) {
    return new GatewayConfig(kafka, server, 0, null);
  }
}
