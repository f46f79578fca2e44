package io.benchstream.publisher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.benchstream.publisher.rollout.TargetTable;
import io.benchstream.publisher.vmagent.TargetList;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /sd/<job>}: a job's targets for Prometheus' {@code http_sd_configs}, with an ETag. A
 * job without targets has the empty list and not 404, which Prometheus would take for a failure,
 * keeping the targets that are gone. Before all targets are known the answer is 503, for which
 * Prometheus keeps what it has.
 */
public final class TargetListRoutes {
  private static final String EMPTY = "[]";

  private final TargetTable targets;
  private final TargetList list = new TargetList();
  private @Nullable Lists current;

  /** The lists of a version of the table. */
  private record Lists(long version, Map<String, String> byJob) {}

  public TargetListRoutes(TargetTable targets) {
    this.targets = targets;
  }

  public void mount(Router router) {
    router.get("/sd/:job").handler(this::answer);
  }

  private void answer(RoutingContext context) {
    if (!targets.complete()) {
      context
          .response()
          .setStatusCode(503)
          .putHeader("Retry-After", "1")
          .end("the targets have not been read to the end");
      return;
    }
    String body = lists().byJob.getOrDefault(context.pathParam("job"), EMPTY);
    String tag = tag(body);
    context.response().putHeader("ETag", tag).putHeader("Cache-Control", "no-cache");
    if (tag.equals(context.request().getHeader("If-None-Match"))) {
      context.response().setStatusCode(304).end();
    } else {
      context.response().putHeader("Content-Type", "application/json").end(body);
    }
  }

  private synchronized Lists lists() {
    Lists lists = current;
    long version = targets.version();
    if (lists == null || lists.version != version) {
      lists = new Lists(version, list.byJob(targets.snapshot()));
      current = lists;
    }
    return lists;
  }

  private static String tag(String body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
      return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
