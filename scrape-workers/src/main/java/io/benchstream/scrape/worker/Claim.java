package io.benchstream.scrape.worker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands beside the committed offset of a partition of {@code targets}: who owns it in which
 * epoch, and when one owner's scrapes end and the next one's begin, is decided here. A commit is
 * refused by the broker where the member has lost the partition, so that of two members one alone
 * can claim it. See docs/adr/0002.
 *
 * @param epoch of the last owner; -1 where there was none
 * @param time milliseconds since the epoch. While it is owned: the owner makes the scrapes that are
 *     due after it, the one before it those up to it. Once it is released: the owner goes on up to
 *     then, unless the next one names an earlier time. {@link #NONE_LEFT} where it says neither
 */
record Claim(long epoch, boolean released, long time) {
  static final long NONE_LEFT = Long.MIN_VALUE;
  static final Claim NONE = new Claim(-1, false, NONE_LEFT);

  /** How soon the last owner hears of a claim, at the latest: it asks five times a second. */
  static final long HEARD_OF_MILLIS = 2_000;

  private static final Pattern FORM = Pattern.compile("epoch=(\\d{1,18}),(from|until)=(\\d{1,18})");

  /** Reads what {@link #text} wrote; anything else is {@link #NONE}. */
  static Claim parse(String metadata) {
    Matcher matcher = FORM.matcher(metadata);
    return matcher.matches()
        ? new Claim(
            Long.parseLong(matcher.group(1)),
            "until".equals(matcher.group(2)),
            Long.parseLong(matcher.group(3)))
        : NONE;
  }

  String text() {
    return "epoch=%d,%s=%d".formatted(epoch, released ? "until" : "from", time);
  }

  /**
   * The claim of the next owner. Its epoch is the time of the claim, and above the last one in any
   * case: so epochs rise even where the group was deleted and with it what it knew, and where
   * clocks differ. It begins once the last owner has heard of it, or where that one has stopped.
   */
  Claim next(long nowMillis) {
    long heard = nowMillis + HEARD_OF_MILLIS;
    return new Claim(
        Math.max(epoch + 1, nowMillis), false, released ? Math.min(time, heard) : nowMillis);
  }

  /**
   * From when on the next owner makes up for what nobody has scraped: its {@code since}.
   *
   * @param next the claim of the next owner
   */
  long leftSince(Claim next) {
    return released ? next.time : NONE_LEFT;
  }
}
