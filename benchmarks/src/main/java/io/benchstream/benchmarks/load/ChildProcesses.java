package io.benchstream.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** The programs that this process has started and that still run. */
public final class ChildProcesses {
  private ChildProcesses() {}

  /** Asks each to end, and returns when all have; what does not end in time is killed. */
  public static void end(Duration patience) {
    List<ProcessHandle> children = ProcessHandle.current().children().toList();
    children.forEach(ProcessHandle::destroy);
    CompletableFuture<?>[] ends =
        children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends)
          .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    } catch (CompletionException unseen) {
      // What cannot be waited for is killed below.
    }
    children.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
  }
}
