package io.benchstream.scrape.fetch;

import io.benchstream.scrape.target.ScrapeTarget;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Fetches a single page as a worker does, and waits for it: for tools and tests. */
public final class OneFetch {
  private OneFetch() {}

  /** How the request for the target's page ended; the page's bytes are the caller's. Blocks. */
  public static FetchOutcome of(ScrapeTarget target, FetchSettings settings) {
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    try (ExecutorService lookUps = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<FetchOutcome> outcome = new CompletableFuture<>();
      Context context = vertx.getOrCreateContext();
      context.runOnContext(
          go ->
              new HttpPageFetcher(
                      vertx, context, lookUps, settings, new PageMemory(settings.largePageMemory()))
                  .fetch(target, done -> outcome.complete(kept(done))));
      return outcome.join(); // The target's timeout bounds it.
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static FetchOutcome kept(FetchOutcome outcome) {
    return outcome instanceof FetchOutcome.Success page
        ? new FetchOutcome.Success(
            Arrays.copyOf(page.body(), page.length()), page.length(), page.contentType())
        : outcome;
  }
}
