package io.benchstream.gateway.session;

import com.fasterxml.jackson.databind.JsonNode;
import io.benchstream.gateway.problem.Problem;
import io.benchstream.gateway.problem.ProblemException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Times in bodies and ids. */
final class Times {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  /** Beyond these no record of a session can hold it as milliseconds and an id of four digits. */
  private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("2999-12-31T23:59:59Z");

  private Times() {}

  /**
   * A time of a body, in whole milliseconds.
   *
   * @throws ProblemException where it is none
   */
  static Instant read(JsonNode body, String field, Instant otherwise) {
    if (!body.has(field)) {
      return otherwise;
    }
    String text = body.path(field).asText();
    try {
      Instant time = Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
      if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
        return time;
      }
    } catch (DateTimeParseException e) {
      // told below
    }
    throw new ProblemException(
        Problem.badRequest(
            field, "'%s' is not a time such as 2026-05-01T12:00:00Z".formatted(text)));
  }

  /** For example {@code 20250101T100000Z-20250101T101000Z}. */
  static String windowId(Instant start, Instant end) {
    return text(start) + "-" + text(end);
  }

  private static String text(Instant time) {
    long millis = Math.floorMod(time.toEpochMilli(), 1000L);
    return SECONDS.format(time) + (millis == 0 ? "" : ".%03d".formatted(millis)) + "Z";
  }
}
