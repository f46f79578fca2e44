package io.benchstream.cli.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiPath;
import io.benchstream.cli.api.ApiReply;
import io.benchstream.cli.api.Patience;
import io.benchstream.cli.console.CommandFailure;
import io.benchstream.cli.console.Interruption;
import io.benchstream.cli.sessions.SessionCreateCommand;
import io.benchstream.cli.sessions.SessionView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The session around a load generator. */
final class BenchSession {
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * A gateway or broker that is busy or away for a moment must not cost a benchmark that ran for
   * hours.
   */
  private static final Patience PATIENCE = Patience.quiet(Duration.ofSeconds(30));

  private final ApiClient client;
  private final String id;
  private final Clock clock;
  private boolean created;
  private Duration ahead = Duration.ZERO;

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
    Instant asked = clock.instant();
    ApiReply reply = client.post(ApiPath.of("sessions"), session, PATIENCE);
    Instant answered = clock.instant();
    created = reply.created();
    if (created) {
      ahead = ahead(Instant.parse(reply.body().path("start_time").asText()), asked, answered);
    }
    SessionCreateCommand.requireOpen(reply.body());
    try {
      for (ObjectNode target : targets) {
        client.post(ApiPath.of("sessions", id, "targets"), target, PATIENCE);
      }
    } catch (CommandFailure e) {
      throw forgetting(e);
    }
  }

  /** By how much a clock is certainly ahead that said {@code theirs} between two times of ours. */
  private static Duration ahead(Instant theirs, Instant before, Instant after) {
    if (theirs.isAfter(after)) {
      return Duration.between(after, theirs);
    }
    return theirs.isBefore(before) ? Duration.between(before, theirs) : Duration.ZERO;
  }

  /**
   * How much the gateway's clock is ahead of this machine's: what it said when it opened the
   * session. Zero for a session that was open before.
   */
  Duration ahead() {
    return ahead;
  }

  /**
   * Waits until every address was scraped once, so that counters have a value before the load.
   *
   * @return false where the process is to end
   * @throws CommandFailure where one is not scraped in time
   */
  boolean awaitScraped(Duration patience, Interruption interruption) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      JsonNode session;
      try {
        session =
            interruption.interruptibly(() -> client.get(ApiPath.of("sessions", id), PATIENCE));
      } catch (InterruptedException e) {
        return false;
      }
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

  void end() {
    client.post(ApiPath.of("sessions", id, "end"), JsonNodeFactory.instance.objectNode(), PATIENCE);
  }

  /** Takes back what {@link #open} did, for a reason that is told whether that succeeds or not. */
  CommandFailure forgetting(CommandFailure reason) {
    try {
      forget();
      return reason;
    } catch (CommandFailure e) {
      CommandFailure both =
          new CommandFailure(
              "%s; session '%s' is left open: %s"
                  .formatted(reason.getMessage(), id, e.getMessage()),
              reason);
      both.addSuppressed(e);
      return both;
    }
  }

  /** Takes back what {@link #open} did, where the load never ran. */
  void forget() {
    if (created) {
      client.delete(ApiPath.of("sessions", id), PATIENCE);
      created = false;
    }
  }
}
