package io.benchstream.gateway.http;

import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Calls that wait for something, on threads of their own. Only so many wait at a time; the next is
 * told to come back.
 */
final class BlockingCalls {
  private final WorkerExecutor threads;
  private final Semaphore places;
  private final int most;

  /**
   * Calls of a kind.
   *
   * @param most threads, and as many calls wait for one
   */
  BlockingCalls(Vertx vertx, String name, int most) {
    this.threads = vertx.createSharedWorkerExecutor(name, most, 5, TimeUnit.MINUTES);
    this.places = new Semaphore(most * 2);
    this.most = most;
  }

  /** Runs the call and hands its result to {@code then} on the request's own thread. */
  <T> void run(RoutingContext context, Callable<T> call, Consumer<T> then) {
    if (!places.tryAcquire()) {
      throw new ProblemException(
          Problem.comeBack(
              503,
              "Too many requests",
              "%d such requests are under way; send it again in a second".formatted(2 * most),
              1));
    }
    threads
        .executeBlocking(call, false)
        .onComplete(done -> places.release())
        .onSuccess(
            result -> {
              if (!context.response().ended() && !context.response().closed()) {
                then.accept(result);
              }
            })
        .onFailure(context::fail);
  }
}
