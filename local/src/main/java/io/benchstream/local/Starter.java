package io.benchstream.local;

import io.benchstream.local.PartProgress.State;
import io.benchstream.local.process.PartException;
import io.benchstream.local.process.RunningPart;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Starts parts side by side, all or none. */
final class Starter {
  private final Executor threads;
  private final Consumer<PartProgress> progress;
  private final List<CompletableFuture<? extends RunningPart>> parts = new ArrayList<>();
  private final Set<Thread> interruptible = new HashSet<>();
  private boolean interrupted;

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
      T started = part == Part.BROKER ? starter.get() : interruptibly(starter);
      watch.report(State.READY, "");
      return started;
    } catch (RuntimeException failure) {
      watch.report(State.FAILED, String.valueOf(failure.getMessage()));
      throw failure;
    }
  }

  /** Not for the broker: a thread that is interrupted while it writes takes the file down. */
  private <T> T interruptibly(Supplier<T> starter) {
    synchronized (interruptible) {
      if (interrupted) {
        throw new PartException("not started: interrupted");
      }
      interruptible.add(Thread.currentThread());
    }
    try {
      return starter.get();
    } finally {
      synchronized (interruptible) {
        interruptible.remove(Thread.currentThread());
      }
    }
  }

  /**
   * Waits for all parts, also when one has failed, so that none starts behind the back of who
   * cleans up. Where this thread is interrupted, the start of child processes is given up.
   *
   * @throws PartException the failure of one, or the interruption; the others are closed again
   */
  void awaitAll() {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new));
    try {
      all.get();
    } catch (InterruptedException stop) {
      interruptStarts();
      var _ = all.handle((_, _) -> true).join();
      PartException inWords = new PartException("the parts were not waited for: interrupted", stop);
      closeStarted(inWords);
      Thread.currentThread().interrupt();
      throw inWords;
    } catch (ExecutionException failure) {
      PartException inWords =
          failure.getCause() instanceof PartException cause
              ? cause
              : new PartException("a part did not start: " + failure.getCause(), failure);
      closeStarted(inWords);
      throw inWords;
    }
  }

  private void interruptStarts() {
    synchronized (interruptible) {
      interrupted = true;
      interruptible.forEach(Thread::interrupt);
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
