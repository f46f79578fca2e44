package io.benchstream.scrape.fetch;

import java.util.concurrent.atomic.AtomicLong;

/** What large pages may take of the heap while they arrive, all together. Thread-safe. */
public final class PageMemory {
  private final long limit;
  private final AtomicLong taken = new AtomicLong();

  public PageMemory(long limit) {
    this.limit = limit;
  }

  boolean take(long bytes) {
    if (taken.addAndGet(bytes) <= limit) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }

  long limit() {
    return limit;
  }

  /** Bytes taken at present. */
  public long taken() {
    return taken.get();
  }
}
