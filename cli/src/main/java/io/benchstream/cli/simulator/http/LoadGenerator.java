package io.benchstream.cli.simulator.http;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends completion requests: either a fixed number under way at any time, or Poisson arrivals that
 * do not wait for answers, as real users do.
 */
public final class LoadGenerator {
  private final Vertx vertx;
  private final Sender sender;
  private @Nullable String deployment;

  private LoadGenerator(Vertx vertx, LoadConfig config) {
    this.vertx = vertx;
    this.sender = new Sender(config);
  }

  public static Future<LoadGenerator> start(Vertx vertx, LoadConfig config) {
    LoadGenerator generator = new LoadGenerator(vertx, config);
    return vertx
        .deployVerticle(generator.sender)
        .map(
            id -> {
              generator.deployment = id;
              return generator;
            });
  }

  public LoadCounts counts() {
    return sender.counts;
  }

  /** Ends the load; requests under way are given up. */
  public Future<Void> stop() {
    String id = deployment;
    return id == null ? Future.succeededFuture() : vertx.undeploy(id);
  }

  private static final class Sender extends AbstractVerticle {
    private static final int MEDIAN_PROMPT_WORDS = 128;
    private static final int LONGEST_PROMPT_WORDS = 1024;
    private static final long PAUSE_AFTER_FAILURE_MS = 500;
    private static final long FIRST_ARRIVAL_NANOS = 1;

    private final LoadConfig config;
    private final SplittableRandom random;
    private volatile LoadCounts counts = LoadCounts.NONE;
    private @Nullable WebClient client;
    private boolean stopped;
    private long nextArrivalNanos;

    Sender(LoadConfig config) {
      this.config = config;
      this.random = new SplittableRandom(config.seed());
    }

    @Override
    public void start() {
      client =
          WebClient.create(
              vertx,
              new WebClientOptions()
                  .setMaxPoolSize(config.concurrency())
                  .setDefaultHost(config.url().getHost().replaceAll("[\\[\\]]", ""))
                  .setDefaultPort(config.url().getPort() < 0 ? 80 : config.url().getPort())
                  .setUserAgent("benchstream-load"));
      if (config.requestsPerSecond() > 0) {
        nextArrivalNanos = System.nanoTime() + FIRST_ARRIVAL_NANOS;
        arrivals();
      } else {
        for (int i = 0; i < config.concurrency(); i++) {
          sendAgain();
        }
      }
    }

    @Override
    public void stop() {
      stopped = true;
      if (client != null) {
        client.close();
      }
    }

    /** Sends all that is due: timers have milliseconds, arrivals do not. */
    private void arrivals() {
      if (stopped) {
        return;
      }
      while (nextArrivalNanos <= System.nanoTime()) {
        if (counts.underWay() < config.concurrency()) {
          send();
        } else {
          counts = counts.dropOne();
        }
        double gapSeconds = -Math.log(1 - random.nextDouble()) / config.requestsPerSecond();
        nextArrivalNanos += Math.round(gapSeconds * 1e9);
      }
      long millis = TimeUnit.NANOSECONDS.toMillis(nextArrivalNanos - System.nanoTime());
      vertx.setTimer(Math.max(1, millis), fired -> arrivals());
    }

    private void sendAgain() {
      if (!stopped) {
        send()
            .onSuccess(ok -> sendAgain())
            .onFailure(e -> vertx.setTimer(PAUSE_AFTER_FAILURE_MS, fired -> sendAgain()));
      }
    }

    private Future<Void> send() {
      WebClient sending = client;
      if (sending == null) {
        return Future.failedFuture("not started");
      }
      counts = counts.sendOne();
      double words = MEDIAN_PROMPT_WORDS * Math.exp(0.5 * random.nextGaussian());
      int promptWords = (int) Math.clamp(words, 1, LONGEST_PROMPT_WORDS);
      JsonObject body =
          new JsonObject()
              .put("prompt", "word ".repeat(promptWords))
              .put("max_tokens", config.maxTokens());
      return sending
          .post("/v1/completions")
          .sendJsonObject(body)
          .compose(
              response ->
                  response.statusCode() == 200
                      ? Future.<Void>succeededFuture()
                      : Future.<Void>failedFuture("HTTP " + response.statusCode()))
          .onComplete(result -> counts = counts.finishOne(result.succeeded()));
    }
  }
}
