package io.benchstream.gateway.view;

import io.benchstream.schemas.SessionReport;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where on the topic the report of each session and window is. The reports themselves, of up to 900
 * kB each, stay there. Bounded: those that came first are forgotten first. Thread-safe.
 */
public final class ReportCatalogue {
  private final Map<String, Place> places;

  /**
   * Where a report is.
   *
   * @param createdAt by the aggregator's clock
   */
  public record Place(int partition, long offset, Instant createdAt) {}

  public ReportCatalogue(int maxReports) {
    places =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Place> eldest) {
            return size() > maxReports;
          }
        };
  }

  /** The key of a window's report; that of the whole session has an empty window id. */
  public static String key(String sessionId, String windowId) {
    return windowId.isEmpty() ? sessionId : sessionId + "/" + windowId;
  }

  /** Takes a record of the topic of reports; null removes the report. */
  public synchronized void put(
      String key, @Nullable SessionReport report, int partition, long offset) {
    places.remove(key);
    if (report != null) {
      places.put(key, new Place(partition, offset, report.getCreatedAt()));
    }
    notifyAll();
  }

  /**
   * Waits for a report that is not older than {@code since}; empty where the time ran out first.
   */
  public synchronized Optional<Place> await(String key, Instant since, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      Place place = places.get(key);
      if (place != null && !place.createdAt().isBefore(since)) {
        return Optional.of(place);
      }
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        return Optional.empty();
      }
      wait(left);
    }
  }
}
