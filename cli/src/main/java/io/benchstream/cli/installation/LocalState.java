package io.benchstream.cli.installation;

import java.time.Instant;

/**
 * Where a running local mode is found.
 *
 * @param pid its process
 * @param startedAt when it was ready
 * @param bootstrapServers its broker
 * @param registryUrl its registry's API
 * @param storeUrl its VictoriaMetrics
 * @param gatewayUrl its gateway
 * @param topicPrefix prefix of its topics
 * @param partitions partition count of its topics keyed by target
 * @param vmagentConfig the scrape configuration that it keeps for vmagent
 * @param registryMetricsUrl the registry's own metrics page
 */
public record LocalState(
    long pid,
    Instant startedAt,
    String bootstrapServers,
    String registryUrl,
    String storeUrl,
    String gatewayUrl,
    String topicPrefix,
    int partitions,
    String vmagentConfig,
    String registryMetricsUrl) {}
