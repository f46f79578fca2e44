package io.benchstream.cli.sessions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.benchstream.cli.api.ApiClient;
import io.benchstream.cli.api.ApiPath;
import io.benchstream.cli.api.Patience;
import io.benchstream.cli.console.Console;
import io.benchstream.cli.console.Style;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A window to collect; the session's own time where a side is left out.
 *
 * @param start null: the session's start
 * @param end null: the session's end
 * @param outputDir on the gateway's machine; null: the gateway's own choice
 */
public record Collection(
    @Nullable Instant start, @Nullable Instant end, @Nullable String outputDir) {
  /** Collects; waits while the gateway says when to come back, within the patience. */
  public JsonNode collect(ApiClient client, String session, Duration patience, Console console) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (start != null) {
      body.put("start_time", start.toString());
    }
    if (end != null) {
      body.put("end_time", end.toString());
    }
    if (outputDir != null) {
      body.put("output_dir", outputDir);
    }
    console.status("  Collecting: waiting until the window is final ...");
    try {
      return client
          .post(
              ApiPath.of("sessions", session, "collect"),
              body,
              new Patience(
                  patience,
                  (why, seconds) ->
                      console.note(
                          console.style(
                              Style.DIM, "%s; asking again in %d s".formatted(why, seconds)))))
          .body();
    } finally {
      console.clearStatus();
    }
  }
}
