package io.benchstream.cli.doctor;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered.
 *
 * @param status HTTP status; 0 where there was no answer
 * @param body the page, or why there is none
 * @param date the server's time to the second; null where it does not tell
 */
record Page(int status, String body, @Nullable Instant date) {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  /** Asks for a page; no answer is an answer here. */
  static Page get(URI url) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(url).timeout(TIMEOUT).build(), BodyHandlers.ofString());
      return new Page(
          response.statusCode(),
          response.body(),
          date(response.headers().firstValue("Date").orElse("")));
    } catch (IOException e) {
      String message = e.getMessage();
      return new Page(0, message == null ? e.getClass().getSimpleName() : message, null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Page(0, "interrupted", null);
    }
  }

  private static @Nullable Instant date(String text) {
    try {
      return text.isEmpty() ? null : Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
    } catch (DateTimeException e) {
      return null;
    }
  }

  boolean ok() {
    return status == OK;
  }

  /** Why it is not what was asked for. */
  String fault() {
    return status == 0 ? "does not answer: " + body : "answers " + status;
  }

  /** The value of a metric without labels, on a metrics page. */
  OptionalDouble metric(String name) {
    Matcher found = Pattern.compile("(?m)^" + name + " (\\S+)$").matcher(body);
    try {
      return found.find()
          ? OptionalDouble.of(Double.parseDouble(found.group(1)))
          : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  /** What a VictoriaMetrics program calls its version. */
  Optional<String> version() {
    Matcher found =
        Pattern.compile("vm_app_version\\{[^}]*short_version=\"([^\"]*)\"").matcher(body);
    return found.find() && !found.group(1).isEmpty()
        ? Optional.of(found.group(1))
        : Optional.empty();
  }
}
