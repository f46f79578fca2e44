package io.benchstream.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import io.benchstream.gateway.view.KpiFeed;
import io.benchstream.gateway.view.KpiJson;
import io.benchstream.gateway.view.LatestKpis;
import io.benchstream.schemas.KpiWindow;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The operation {@code streamKpis}: server-sent events. See
 * https://html.spec.whatwg.org/multipage/server-sent-events.html. What the connection does not take
 * stays in the listener's buffer, which is bounded.
 */
final class KpiStream {
  private final KpiFeed feed;
  private final Duration heartbeat;
  private final KpiJson writer = new KpiJson();

  /**
   * Streams of a feed.
   *
   * @param heartbeat how often something is sent where there is nothing to tell, so that neither
   *     this server nor a proxy takes the connection for dead
   */
  KpiStream(KpiFeed feed, Duration heartbeat) {
    this.feed = feed;
    this.heartbeat = heartbeat;
  }

  void open(RoutingContext context, LatestKpis.Filter filter) {
    Context loop = context.vertx().getOrCreateContext();
    HttpServerResponse response = context.response();
    Wakeup wakeup = new Wakeup(loop);
    KpiFeed.Subscription subscription =
        feed.listen(filter, wakeup)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.comeBack(
                            503, "Too many streams", "there are as many streams as may be", 10)));
    response
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store")
        .putHeader("Content-Encoding", "identity");
    response.write(": KPIs as they are computed\n\n");
    wakeup.then(() -> drain(subscription, response));
    drain(subscription, response);
    response.drainHandler(nothing -> drain(subscription, response));
    context
        .vertx()
        .setPeriodic(heartbeat.toMillis(), timer -> beat(context.vertx(), timer, response));
    response.closeHandler(nothing -> subscription.close());
    if (response.closed()) { // before there was a handler to be told
      subscription.close();
    }
  }

  private static void beat(Vertx vertx, long timer, HttpServerResponse response) {
    if (response.closed()) {
      vertx.cancelTimer(timer);
    } else if (!response.writeQueueFull()) {
      response.write(": still here\n\n");
    }
  }

  private void drain(KpiFeed.Subscription subscription, HttpServerResponse response) {
    while (!response.closed() && !response.writeQueueFull()) {
      long dropped = subscription.takeDropped();
      if (dropped > 0) {
        response.write("event: dropped\ndata: {\"windows\":%d}\n\n".formatted(dropped));
      }
      KpiWindow window = subscription.poll();
      if (window == null) {
        return;
      }
      ObjectNode json = writer.writeWithoutPartial(window);
      response.write("event: kpi\ndata: " + json + "\n\n");
    }
  }

  /** Runs something on the connection's own thread, once for all windows that came meanwhile. */
  private static final class Wakeup implements Runnable {
    private final Context loop;
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile Runnable task = () -> {};

    Wakeup(Context loop) {
      this.loop = loop;
    }

    void then(Runnable next) {
      task = next;
    }

    @Override
    public void run() {
      if (due.compareAndSet(false, true)) {
        loop.runOnContext(
            nothing -> {
              due.set(false);
              task.run();
            });
      }
    }
  }
}
