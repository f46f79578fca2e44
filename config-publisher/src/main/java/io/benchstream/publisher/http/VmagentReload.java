package io.benchstream.publisher.http;

import io.benchstream.publisher.rollout.ConfigReload;
import io.benchstream.publisher.rollout.ReloadOutcome;
import io.benchstream.publisher.vmagent.ScrapeConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reloads a vmagent by {@code GET /-/reload}, which answers before anything was read, and then asks
 * it what it runs: its own account of its configuration names the generation's empty job. Where
 * that account is closed to us, and to learn of a refusal early, the reload metrics of newer
 * versions are read (1.79 has none that tells of a failure).
 */
public final class VmagentReload implements ConfigReload {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE_OF_LATER = Duration.ofSeconds(2);
  private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(1);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

  private final WebClient client;
  private final String base;
  private final Duration confirmTimeout;
  private final boolean arrivesLater;

  /** For a configuration that vmagent can read as soon as it is written. */
  public VmagentReload(Vertx vertx, URI base, Duration confirmTimeout) {
    this(vertx, base, confirmTimeout, false);
  }

  /**
   * @param base address of the vmagent, for example http://127.0.0.1:8429
   * @param confirmTimeout how long a reload may take
   * @param arrivesLater whether the configuration takes its time to vmagent's file system, as a
   *     ConfigMap does: it is told to read again until it has it, and what it refuses in between
   *     may be half of the change
   */
  public VmagentReload(Vertx vertx, URI base, Duration confirmTimeout, boolean arrivesLater) {
    this.client = WebClient.create(vertx, new WebClientOptions().setDecompressionSupported(true));
    this.base = base.toString().replaceAll("/+$", "");
    this.confirmTimeout = confirmTimeout;
    this.arrivesLater = arrivesLater;
  }

  @Override
  public ReloadOutcome reload(ScrapeConfig config) throws InterruptedException {
    return reload(config, confirmTimeout);
  }

  @Override
  public ReloadOutcome reloadPatiently(ScrapeConfig config) throws InterruptedException {
    Duration longer = confirmTimeout.multipliedBy(3);
    if (longer.compareTo(LONGEST_PATIENCE) > 0) {
      longer = confirmTimeout.compareTo(LONGEST_PATIENCE) > 0 ? confirmTimeout : LONGEST_PATIENCE;
    }
    return reload(config, longer);
  }

  private ReloadOutcome reload(ScrapeConfig config, Duration timeout) throws InterruptedException {
    try {
      ReloadMetrics before = metrics();
      HttpResponse<Buffer> answer = get("/-/reload");
      if (answer.statusCode() >= 300) {
        return new ReloadOutcome.Unreachable(
            "%s/-/reload answers %d".formatted(base, answer.statusCode()));
      }
      return confirm(config, before, timeout);
    } catch (RequestFailure e) {
      return new ReloadOutcome.Unreachable(String.valueOf(e.getMessage()));
    }
  }

  private ReloadOutcome confirm(ScrapeConfig config, ReloadMetrics before, Duration timeout)
      throws InterruptedException, RequestFailure {
    long deadline = System.nanoTime() + timeout.toNanos();
    Duration pause = FIRST_PAUSE;
    while (true) {
      HttpResponse<Buffer> account = get("/api/v1/status/config");
      boolean open = account.statusCode() == 200;
      if (open && account.bodyAsString().contains(config.marker())) {
        return new ReloadOutcome.Confirmed();
      }
      ReloadMetrics now = metrics();
      if (now.refusedSince(before) && !arrivesLater) {
        return new ReloadOutcome.Refused("its metrics count a failed reload; its log says why");
      }
      if (!open && now.succeededSince(before)) {
        return new ReloadOutcome.Confirmed();
      }
      if (System.nanoTime() - deadline > 0) {
        return late(before, now, timeout);
      }
      Thread.sleep(pause);
      pause = pause.multipliedBy(2);
      Duration longest = arrivesLater ? LONGEST_PAUSE_OF_LATER : LONGEST_PAUSE;
      pause = pause.compareTo(longest) > 0 ? longest : pause;
      if (arrivesLater) {
        get("/-/reload");
      }
    }
  }

  private static ReloadOutcome late(ReloadMetrics before, ReloadMetrics now, Duration timeout) {
    String reason = "it still runs another one after %d ms".formatted(timeout.toMillis());
    if (now.refusedSince(before)) {
      return new ReloadOutcome.Refused(reason + "; its log says why");
    }
    return now.tellsOfErrors()
        ? new ReloadOutcome.Unreachable(reason + " and tells of no failure: it is slow")
        : new ReloadOutcome.Unconfirmed(reason + "; its log says why");
  }

  private ReloadMetrics metrics() throws InterruptedException, RequestFailure {
    HttpResponse<Buffer> page = get("/metrics");
    return page.statusCode() == 200
        ? ReloadMetrics.parse(page.bodyAsString())
        : ReloadMetrics.parse("");
  }

  private HttpResponse<Buffer> get(String path) throws InterruptedException, RequestFailure {
    try {
      return client
          .getAbs(base + path)
          .timeout(REQUEST_TIMEOUT.toMillis())
          .send()
          .toCompletionStage()
          .toCompletableFuture()
          .get(REQUEST_TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new RequestFailure("%s%s: %s".formatted(base, path, cause.getMessage()), cause);
    }
  }

  private static final class RequestFailure extends Exception {
    private static final long serialVersionUID = 1L;

    RequestFailure(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
