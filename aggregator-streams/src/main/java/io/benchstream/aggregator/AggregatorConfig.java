package io.benchstream.aggregator;

import io.benchstream.runtime.config.DurationText;
import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.service.ServiceConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of the aggregator.
 *
 * @param kafka brokers, registry, topics
 * @param server where health and metrics are told; 127.0.0.1:8012 where it is left out
 * @param instanceId tells the instances of one installation apart. With a fixed one a restarted
 *     instance takes its partitions back at once, instead of after 6s; no two instances may have
 *     the same. Where it is left out each start is a new instance
 * @param window length of a window, 1s to 1h; 10s where it is left out
 * @param grace how long after its end a window takes late scrapes, at most 10m and 10 windows; 2s
 *     where it is left out
 * @param provisionalInterval how often values of open windows are given out, 100ms or more; 0 for
 *     never; 5s where it is left out
 * @param recipes file of KPI recipes in place of the default set
 * @param stateDir directory of the local state, one for each instance; data/aggregator where it is
 *     left out. With the same directory a restarted instance ends its predecessor's transaction at
 *     once
 * @param threads threads that compute, 1 to 64; 1 where it is left out, which is enough for some
 *     thousand scrapes a second
 * @param commitInterval how often at least it is committed what was read, 10ms to 10s; KPIs and
 *     reports are committed at once; 1s where it is left out
 * @param maxAhead how far a scrape's time may lie ahead of this clock; 30s where it is left out
 * @param targetRetention how long a target that no scrape comes from is remembered, 1m or more; 1h
 *     where it is left out
 * @param partialRetention how long final windows are kept for reports of sessions, 1h to 31d; 7d
 *     where it is left out
 */
public record AggregatorConfig(
    KafkaConfig kafka,
    ServerConfig server,
    @Nullable String instanceId,
    Duration window,
    Duration grace,
    Duration provisionalInterval,
    @Nullable Path recipes,
    Path stateDir,
    Integer threads,
    Duration commitInterval,
    Duration maxAhead,
    Duration targetRetention,
    Duration partialRetention)
    implements ServiceConfig {
  private static final int USUAL_PORT = 8012;

  /** A target's state has each of its counters once for every open window, in one record. */
  private static final int MOST_OPEN_WINDOWS = 10;

  private static final Pattern INSTANCE_ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  public AggregatorConfig(
      @Nullable KafkaConfig kafka,
      @Nullable ServerConfig server,
      @Nullable String instanceId,
      @Nullable Duration window,
      @Nullable Duration grace,
      @Nullable Duration provisionalInterval,
      @Nullable Path recipes,
      @Nullable Path stateDir,
      @Nullable Integer threads,
      @Nullable Duration commitInterval,
      @Nullable Duration maxAhead,
      @Nullable Duration targetRetention,
      @Nullable Duration partialRetention) {
    if (kafka == null) {
      throw new IllegalArgumentException(
          "kafka is missing; give bootstrap_servers and registry_url under it");
    }
    if (instanceId != null && !INSTANCE_ID.matcher(instanceId).matches()) {
      throw new IllegalArgumentException(
          "instance_id: '%s' is not 1 to 100 of [A-Za-z0-9._-]".formatted(instanceId));
    }
    this.kafka = kafka;
    this.server = ServerConfig.orUsual(server, USUAL_PORT);
    this.instanceId = instanceId;
    this.window = within("window", window, "10s", "1s", "1h");
    this.grace = within("grace", grace, "2s", "0s", "10m");
    this.provisionalInterval =
        provisionalInterval != null && provisionalInterval.isZero()
            ? provisionalInterval
            : within("provisional_interval", provisionalInterval, "5s", "100ms", "1h");
    this.recipes = recipes;
    this.stateDir = stateDir == null ? Path.of("data", "aggregator") : stateDir;
    this.threads = threads == null ? 1 : threads;
    this.commitInterval = within("commit_interval", commitInterval, "1s", "10ms", "10s");
    this.maxAhead = within("max_ahead", maxAhead, "30s", "0s", "1h");
    this.targetRetention = within("target_retention", targetRetention, "1h", "1m", "7d");
    this.partialRetention = within("partial_retention", partialRetention, "7d", "1h", "31d");
    if (this.threads < 1 || this.threads > 64) {
      throw new IllegalArgumentException("threads: %d is outside 1 to 64".formatted(this.threads));
    }
    if (this.grace.compareTo(this.window.multipliedBy(MOST_OPEN_WINDOWS)) > 0) {
      throw new IllegalArgumentException(
          "grace: %s is more than %d windows of %s, which all stay open for it; shorten the grace or lengthen the window"
              .formatted(
                  DurationText.format(this.grace),
                  MOST_OPEN_WINDOWS,
                  DurationText.format(this.window)));
    }
    if (this.window.toMillis() % 1_000 != 0) {
      throw new IllegalArgumentException("window: %s is not whole seconds".formatted(this.window));
    }
  }

  /** The usual settings with this Kafka and state directory. */
  public static AggregatorConfig of(KafkaConfig kafka, Path stateDir) {
    return new AggregatorConfig(
        kafka, null, null, null, null, null, null, stateDir, null, null, null, null, null);
  }

  private static Duration within(
      String key, @Nullable Duration value, String usual, String least, String most) {
    Duration chosen = value == null ? DurationText.parse(usual) : value;
    if (chosen.compareTo(DurationText.parse(least)) < 0
        || chosen.compareTo(DurationText.parse(most)) > 0) {
      throw new IllegalArgumentException(
          "%s: %s is outside %s to %s".formatted(key, DurationText.format(chosen), least, most));
    }
    return chosen;
  }
}
