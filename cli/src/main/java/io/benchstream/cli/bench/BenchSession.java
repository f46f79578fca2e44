package io.benchstream.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiPath;
import io.benchstream.cli.api.ApiReply;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.Interruption;
import io.benchstream.cli.sessions.SessionView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The session around a load generator. */
final class BenchSession {
  private static final Duration POLL = Duration.ofMillis(200);

  private final ApiClient client;
  private final String id;
  private final Clock clock;
  private boolean created;

  BenchSession(ApiClient client, String id, Clock clock) {
    this.client = client;
    this.id = id;
    this.clock = clock;
  }

  /**
   * Opens it and registers the targets; one that this made is deleted where a target is refused.
   *
   * @throws CommandFailure where the session has ended already
   */
  void open(ObjectNode session, List<ObjectNode> targets) {
    ApiReply reply = client.post(ApiPath.of("sessions"), session);
    created = reply.created();
    if (!reply.body().path("state").asText().equals("open")) {
      throw new CommandFailure(
          "session '%s' ended at %s; choose another id, or delete it with `benchstream session delete %s`"
              .formatted(id, reply.body().path("end_time").asText(), id));
    }
    try {
      for (ObjectNode target : targets) {
        client.post(ApiPath.of("sessions", id, "targets"), target);
      }
    } catch (CommandFailure e) {
      forget();
      throw e;
    }
  }

  /**
   * Waits until every address was scraped once, so that counters have a value before the load.
   *
   * @return false where the process is to end
   * @throws CommandFailure where one is not scraped in time
   */
  boolean awaitScraped(Duration patience, Interruption interruption) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      JsonNode session = client.get(ApiPath.of("sessions", id));
      SessionView.Addresses addresses = SessionView.addresses(session);
      if (addresses.up() == addresses.all()) {
        return true;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new CommandFailure(
            "%s within %d s, so the load was not started; say --ready-timeout 0s to start it all the same"
                .formatted(firstUnscraped(session), patience.toSeconds()));
      }
      if (interruption.await(POLL)) {
        return false;
      }
    }
  }

  private static String firstUnscraped(JsonNode session) {
    for (JsonNode target : session.path("targets")) {
      for (JsonNode health : target.path("health")) {
        if (!health.path("health").asText().equals("up")) {
          String error = health.path("last_error").asText();
          return "%s was not scraped%s"
              .formatted(
                  health.path("address").asText(), error.isEmpty() ? "" : " (" + error + ")");
        }
      }
    }
    return "a target was not scraped";
  }

  /**
   * Ends it.
   *
   * @return how much the gateway's clock is ahead of this machine's
   */
  Duration end() {
    Instant asked = clock.instant();
    JsonNode ended =
        client
            .post(ApiPath.of("sessions", id, "end"), JsonNodeFactory.instance.objectNode())
            .body();
    Duration half = Duration.between(asked, clock.instant()).dividedBy(2);
    return Duration.between(
        asked.plus(half), Instant.parse(ended.path("end_time").asText(asked.toString())));
  }

  /** Takes back what {@link #open} did, where the load never ran. */
  void forget() {
    if (created) {
      client.delete(ApiPath.of("sessions", id));
      created = false;
    }
  }
}
