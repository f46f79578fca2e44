package io.benchstream.local;

import io.benchstream.local.PartProgress.State;
import io.benchstream.local.process.PartException;
import io.benchstream.local.process.RunningPart;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Starts parts side by side, all or none. */
final class Starter {
  private final Executor threads;
  private final Consumer<PartProgress> progress;
  private final List<CompletableFuture<? extends RunningPart>> parts = new ArrayList<>();

  Starter(Executor threads, Consumer<PartProgress> progress) {
    this.threads = threads;
    this.progress = progress;
  }

  <T extends RunningPart> CompletableFuture<T> start(Part part, Supplier<T> starter) {
    CompletableFuture<T> started =
        CompletableFuture.supplyAsync(() -> startOne(part, starter), threads);
    parts.add(started);
    return started;
  }

  private <T> T startOne(Part part, Supplier<T> starter) {
    Stopwatch watch = new Stopwatch(part, progress);
    watch.report(State.STARTING, "");
    try {
      T started = starter.get();
      watch.report(State.READY, "");
      return started;
    } catch (RuntimeException failure) {
      watch.report(State.FAILED, String.valueOf(failure.getMessage()));
      throw failure;
    }
  }

  /**
   * Waits for all parts, also when one has failed, so that none starts behind the back of who
   * cleans up.
   *
   * @throws PartException the failure of one; the others are closed again
   */
  void awaitAll() {
    try {
      CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException failure) {
      PartException inWords =
          failure.getCause() instanceof PartException cause
              ? cause
              : new PartException("a part did not start: " + failure.getCause(), failure);
      closeStarted(inWords);
      throw inWords;
    }
  }

  private void closeStarted(PartException failure) {
    for (CompletableFuture<? extends RunningPart> part : parts) {
      if (!part.isCompletedExceptionally()) {
        try {
          part.join().close();
        } catch (RuntimeException another) {
          failure.addSuppressed(another);
        }
      }
    }
  }
}
