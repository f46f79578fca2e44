package io.benchstream.gateway.problem;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A problem document (RFC 9457).
 *
 * @param status HTTP status, 400 to 599
 * @param title the kind of problem, the same words for every occurrence
 * @param detail this occurrence: value, place, remedy
 * @param field the field of the request that is wrong, where it is one
 */
public record Problem(int status, String title, String detail, Optional<String> field) {
  public static Problem of(int status, String title, String detail) {
    return new Problem(status, title, detail, Optional.empty());
  }

  /** A request that cannot be used as it is. */
  public static Problem badRequest(@Nullable String field, String detail) {
    return new Problem(400, "Bad request", detail, Optional.ofNullable(field));
  }
}
