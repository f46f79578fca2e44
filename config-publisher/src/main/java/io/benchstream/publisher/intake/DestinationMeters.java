package io.benchstream.publisher.intake;

import io.benchstream.publisher.delivery.DeliveryListener;
import io.benchstream.publisher.remotewrite.Encoding;
import io.benchstream.runtime.logging.RateLimitedLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is counted and told of one destination, until it is closed. Thread-safe. */
final class DestinationMeters implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DestinationMeters.class);
  private static final String DESTINATION = "destination";

  private final String destination;
  private final MeterRegistry registry;
  private final RateLimitedLog log;
  private final Counter samples;
  private final Counter requests;
  private final Counter bytes;
  private final Counter retries;
  private final Counter setAside;
  private final List<LongSupplier> oldest = new CopyOnWriteArrayList<>();
  private final Map<String, Counter> dropped = new ConcurrentHashMap<>();
  private final Set<Meter> registered = ConcurrentHashMap.newKeySet();

  DestinationMeters(String destination, MeterRegistry registry, Clock clock) {
    this.destination = destination;
    this.registry = registry;
    this.log = new RateLimitedLog(LOG, clock, Duration.ofMinutes(1));
    samples = counter("samples", "Samples that the store has taken");
    requests = counter("requests", "Requests that the store has taken");
    bytes = counter("sent_bytes", "Bytes of requests that the store has taken, compressed");
    retries = counter("retries", "Requests that failed and were sent again");
    setAside = counter("refused_series", "Series that the store refused and that were set aside");
    registered.add(
        Gauge.builder("benchstream_remote_write_lag_seconds", () -> lagSeconds(clock))
            .description("Age of the oldest record that the store does not have yet")
            .tag(DESTINATION, destination)
            .register(registry));
  }

  /**
   * Adds a thread to the lag.
   *
   * @param oldestRecord timestamp of its oldest record under way; {@link Long#MAX_VALUE} for none
   */
  void watch(LongSupplier oldestRecord) {
    oldest.add(oldestRecord);
  }

  private double lagSeconds(Clock clock) {
    long now = clock.millis();
    double lag = 0;
    for (LongSupplier each : oldest) {
      long timestamp = each.getAsLong();
      lag = timestamp == Long.MAX_VALUE ? lag : Math.max(lag, (now - timestamp) / 1000.0);
    }
    return lag;
  }

  /**
   * What one thread tells of its deliveries.
   *
   * @param letters takes the series that the store refuses
   */
  DeliveryListener listener(LetterBox letters) {
    return new DeliveryListener() {
      @Override
      public void accepted(int count, int bytesSent) {
        DestinationMeters.this.accepted(count, bytesSent);
      }

      @Override
      public void failed(String reason, long pauseMillis) {
        DestinationMeters.this.failed(reason, pauseMillis);
      }

      @Override
      public void fellBack(Encoding from, Encoding to, String reason) {
        DestinationMeters.this.fellBack(from, to, reason);
      }

      @Override
      public void setAside(byte[] request, String reason) {
        DestinationMeters.this.setAside(reason);
        letters.send(request, reason);
      }
    };
  }

  private void accepted(int count, int bytesSent) {
    samples.increment(count);
    requests.increment();
    bytes.increment(bytesSent);
  }

  private void failed(String reason, long pauseMillis) {
    retries.increment();
    log.warn(
        "destination " + destination,
        "does not take samples, next attempt in %d ms: %s".formatted(pauseMillis, reason));
  }

  private void fellBack(Encoding from, Encoding to, String reason) {
    LOG.info(
        "destination {} does not know {} and is written to in {} from now on: {}",
        destination,
        from,
        to,
        reason);
  }

  private void setAside(String reason) {
    setAside.increment();
    log.warn(
        "destination " + destination, "refuses a series, which goes to dead-letters: " + reason);
  }

  /** Samples that are not written; asked for each record, so counters are looked up here. */
  void dropped(String reason, int count) {
    dropped.computeIfAbsent(reason, this::dropCounter).increment(count);
  }

  private Counter dropCounter(String reason) {
    Counter counter =
        Counter.builder("benchstream_remote_write_dropped_samples")
            .description("Samples that could not be used and were not written")
            .tags(DESTINATION, destination, "reason", reason)
            .register(registry);
    registered.add(counter);
    return counter;
  }

  /** A registry keeps the first meter of a name: those of the next pipeline would say nothing. */
  @Override
  public void close() {
    registered.forEach(registry::remove);
  }

  private Counter counter(String name, String description) {
    Counter counter =
        Counter.builder("benchstream_remote_write_" + name)
            .description(description)
            .tag(DESTINATION, destination)
            .register(registry);
    registered.add(counter);
    return counter;
  }
}
