package io.benchstream.scrape.worker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands beside the committed offset of a partition of {@code targets}: who owns it in which
 * epoch is decided here. A commit is refused by the broker where the member has lost the partition,
 * so that of two members one alone can claim it. See docs/adr/0002.
 *
 * @param epoch of the last owner; -1 where there was none
 * @param releasedAt when the owner stopped starting scrapes, milliseconds since the epoch; {@link
 *     #NOT_RELEASED} while it owns the partition, or where it died
 */
record Claim(long epoch, long releasedAt) {
  static final long NOT_RELEASED = Long.MIN_VALUE;
  static final Claim NONE = new Claim(-1, NOT_RELEASED);

  private static final Pattern FORM =
      Pattern.compile("epoch=(\\d{1,18})(?:,released=(\\d{1,18}))?");

  /** Reads what {@link #text} wrote; anything else is {@link #NONE}. */
  static Claim parse(String metadata) {
    Matcher matcher = FORM.matcher(metadata);
    if (!matcher.matches()) {
      return NONE;
    }
    return new Claim(
        Long.parseLong(matcher.group(1)),
        matcher.group(2) == null ? NOT_RELEASED : Long.parseLong(matcher.group(2)));
  }

  String text() {
    return releasedAt == NOT_RELEASED
        ? "epoch=" + epoch
        : "epoch=" + epoch + ",released=" + releasedAt;
  }

  /**
   * The claim of the next owner. Its epoch is the time of the claim, and above the last one in any
   * case: so epochs rise even where the group was deleted and with it what it knew, and where
   * clocks differ.
   */
  Claim next(long nowMillis) {
    return new Claim(Math.max(epoch + 1, nowMillis), NOT_RELEASED);
  }
}
