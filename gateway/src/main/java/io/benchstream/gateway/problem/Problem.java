package io.benchstream.gateway.problem;

import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457).
 *
 * @param status HTTP status, 400 to 599
 * @param title the kind of problem, the same words for every occurrence
 * @param detail this occurrence: value, place, remedy
 * @param field the field of the request that is wrong, where it is one
 * @param retryAfter in seconds, when the same request may succeed
 */
public record Problem(
    int status, String title, String detail, Optional<String> field, OptionalLong retryAfter) {
  public static Problem of(int status, String title, String detail) {
    return of(status, title, null, detail);
  }

  /** A problem of a field. */
  public static Problem of(int status, String title, @Nullable String field, String detail) {
    return new Problem(status, title, detail, Optional.ofNullable(field), OptionalLong.empty());
  }

  /** A request that cannot be used as it is. */
  public static Problem badRequest(@Nullable String field, String detail) {
    return of(400, "Bad request", field, detail);
  }

  /**
   * A request that may succeed later.
   *
   * @param seconds until then, 1 or more
   */
  public static Problem comeBack(int status, String title, String detail, long seconds) {
    return new Problem(
        status, title, detail, Optional.empty(), OptionalLong.of(Math.max(1, seconds)));
  }
}
