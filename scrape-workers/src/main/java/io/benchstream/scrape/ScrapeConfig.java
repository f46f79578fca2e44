package io.benchstream.scrape;

import io.benchstream.runtime.config.DurationText;
import io.benchstream.runtime.health.ServerConfig;
import io.benchstream.runtime.kafka.KafkaConfig;
import io.benchstream.runtime.network.NetworkConfig;
import io.benchstream.runtime.service.ServiceConfig;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of a scrape worker.
 *
 * @param kafka brokers, registry, topics
 * @param server where health and metrics are told; 127.0.0.1:8011 where it is left out
 * @param workerId tells the workers of one installation apart, in every record; where it is left
 *     out each start makes its own
 * @param group consumer group of all workers; scrape-workers after the topics' prefix where it is
 *     left out
 * @param threads threads that scrape, 1 to 256; as many as there are processors where it is left
 *     out
 * @param maxConcurrentScrapes pages asked for at once, over all threads; 1000 where it is left out
 * @param textFormat lenient: a line that cannot be read is left out and counted; strict: the scrape
 *     fails, as in Prometheus; lenient where it is left out
 * @param networks which addresses may be scraped
 * @param maxPageBytes largest page, before and after decompression, whatever a target allows; 1 KiB
 *     to 1 GiB; 64 MiB where it is left out
 * @param largePageMemory bytes that all pages above 1 MiB may take together while they arrive; 256
 *     MiB where it is left out
 * @param maxInFlightBytes bytes on their way to Kafka beyond which scrapes are dropped, 1 MiB or
 *     more; 64 MiB where it is left out
 * @param linger longest time that the record of a scrape waits for others to go with it, at most
 *     10s; 500ms where it is left out
 * @param statusInterval the status of each target is written at least so often, 1s or more; 1m
 *     where it is left out
 * @param releasePatience how long a worker goes on with targets that it gives to another one, until
 *     that one has them, at most 1m; 5s where it is left out
 */
public record ScrapeConfig(
    KafkaConfig kafka,
    ServerConfig server,
    @Nullable String workerId,
    @Nullable String group,
    Integer threads,
    Integer maxConcurrentScrapes,
    TextFormat textFormat,
    NetworkConfig networks,
    Long maxPageBytes,
    Long largePageMemory,
    Long maxInFlightBytes,
    Duration linger,
    Duration statusInterval,
    Duration releasePatience)
    implements ServiceConfig {
  private static final int USUAL_PORT = 8011;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,200}");
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;

  /** What becomes of lines of the text format that cannot be read. */
  @SuppressWarnings("MemberName")
  public enum TextFormat {
    lenient,
    strict
  }

  public ScrapeConfig(
      @Nullable KafkaConfig kafka,
      @Nullable ServerConfig server,
      @Nullable String workerId,
      @Nullable String group,
      @Nullable Integer threads,
      @Nullable Integer maxConcurrentScrapes,
      @Nullable TextFormat textFormat,
      @Nullable NetworkConfig networks,
      @Nullable Long maxPageBytes,
      @Nullable Long largePageMemory,
      @Nullable Long maxInFlightBytes,
      @Nullable Duration linger,
      @Nullable Duration statusInterval,
      @Nullable Duration releasePatience) {
    if (kafka == null) {
      throw new IllegalArgumentException(
          "kafka is missing; give bootstrap_servers and registry_url under it");
    }
    this.kafka = kafka;
    this.server = ServerConfig.orUsual(server, USUAL_PORT);
    this.workerId = named("worker_id", workerId);
    this.group = named("group", group);
    this.threads =
        Math.toIntExact(
            within("threads", threads, Runtime.getRuntime().availableProcessors(), 1, 256));
    this.maxConcurrentScrapes =
        Math.toIntExact(
            within("max_concurrent_scrapes", maxConcurrentScrapes, 1_000, 1, 1_000_000));
    this.textFormat = textFormat == null ? TextFormat.lenient : textFormat;
    this.networks = networks == null ? new NetworkConfig(null, null) : networks;
    this.maxPageBytes = within("max_page_bytes", maxPageBytes, 64 * MIB, KIB, 1_024 * MIB);
    this.largePageMemory =
        within("large_page_memory", largePageMemory, 256 * MIB, 0, Long.MAX_VALUE);
    this.maxInFlightBytes =
        within("max_in_flight_bytes", maxInFlightBytes, 64 * MIB, MIB, 1L << 40);
    this.linger = within("linger", linger, Duration.ofMillis(500), "0s", "10s");
    this.statusInterval =
        within("status_interval", statusInterval, Duration.ofMinutes(1), "1s", "1d");
    this.releasePatience =
        within("release_patience", releasePatience, Duration.ofSeconds(5), "0s", "1m");
  }

  /** The usual settings with this Kafka. */
  public static ScrapeConfig of(KafkaConfig kafka) {
    return new ScrapeConfig(
        kafka, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  private static @Nullable String named(String key, @Nullable String name) {
    if (name != null && !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "%s: '%s' is not 1 to 200 of [A-Za-z0-9._-]".formatted(key, name));
    }
    return name;
  }

  private static long within(
      String key, @Nullable Number value, long usual, long least, long most) {
    long number = value == null ? usual : value.longValue();
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "%s: %d is outside %d to %d".formatted(key, number, least, most));
    }
    return number;
  }

  private static Duration within(
      String key, @Nullable Duration value, Duration usual, String least, String most) {
    Duration duration = value == null ? usual : value;
    if (duration.compareTo(DurationText.parse(least)) < 0
        || duration.compareTo(DurationText.parse(most)) > 0) {
      throw new IllegalArgumentException(
          "%s: %s is outside %s to %s".formatted(key, DurationText.format(duration), least, most));
    }
    return duration;
  }
}
