package io.benchstream.scrape.worker;

import io.benchstream.runtime.health.Health;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of records that Kafka has not acknowledged. Beyond the bound scrapes are dropped and the
 * worker says that it is not ready. Thread-safe.
 */
final class InFlight {
  private final long limit;
  private final Health.Check readiness;
  private final AtomicLong bytes = new AtomicLong();
  private volatile boolean full;

  InFlight(long limit, Health.Check readiness) {
    this.limit = limit;
    this.readiness = readiness;
    readiness.ready();
  }

  boolean hasRoom() {
    boolean room = bytes.get() < limit;
    if (room == full) {
      full = !room;
      if (room) {
        readiness.ready();
      } else {
        readiness.notReady(
            "Kafka does not take samples as fast as they come: %,d bytes wait, scrapes are dropped; is a broker away or slow?"
                .formatted(limit));
      }
    }
    return room;
  }

  void add(int more) {
    bytes.addAndGet(more);
  }

  void remove(int fewer) {
    bytes.addAndGet(-fewer);
  }

  long bytes() {
    return bytes.get();
  }
}
