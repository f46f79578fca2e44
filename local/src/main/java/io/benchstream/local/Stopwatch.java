package io.benchstream.local;

import java.time.Duration;
import java.util.function.Consumer;

/** Reports a part's states with the time since this was made. */
record Stopwatch(Part part, Consumer<PartProgress> progress, long start) {

  Stopwatch(Part part, Consumer<PartProgress> progress) {
    this(part, progress, System.nanoTime());
  }

  void report(PartProgress.State state, String detail) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
    progress.accept(new PartProgress(part, state, elapsed, detail));
  }
}
