package io.benchstream.cli.doctor;

import java.time.Duration;
import java.time.Instant;

/** Compares clocks: windows are cut by time, so a clock that is off moves samples into others. */
final class ClockCheck {
  private static final Duration NOTICEABLE = Duration.ofSeconds(2);

  /** The aggregator refuses scrapes from further ahead. */
  private static final Duration HARMFUL = Duration.ofSeconds(30);

  private ClockCheck() {}

  /**
   * Compares.
   *
   * @param whose clock it is that says {@code theirs}
   * @param before this machine's time before it was asked
   * @param after this machine's time afterwards
   * @param precision of the other clock: one that tells seconds may be so much ahead
   */
  static Finding compare(
      String whose, Instant theirs, Instant before, Instant after, Duration precision) {
    Duration skew = Duration.ZERO;
    if (theirs.isAfter(after)) {
      skew = Duration.between(after, theirs);
    } else if (theirs.plus(precision).isBefore(before)) {
      skew = Duration.between(before, theirs.plus(precision));
    }
    Duration size = skew.abs();
    if (size.compareTo(NOTICEABLE) <= 0) {
      return Finding.ok("clock", "the %s agrees with this machine's".formatted(whose));
    }
    String words =
        "the %s is %.1f s %s this machine's"
            .formatted(whose, size.toMillis() / 1e3, skew.isNegative() ? "behind" : "ahead of");
    String remedy = "let NTP set both clocks (`timedatectl`, `chronyc tracking`)";
    return size.compareTo(HARMFUL) > 0
        ? Finding.fail("clock", words, remedy + "; scrapes from the future are refused")
        : Finding.warn("clock", words, remedy);
  }
}
