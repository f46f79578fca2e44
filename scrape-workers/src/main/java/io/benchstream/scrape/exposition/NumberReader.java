package io.benchstream.scrape.exposition;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads a number from bytes, as Go's {@code strconv.ParseFloat} does and with the result that it
 * gives: decimal, exponent, hexadecimal with a binary exponent, {@code Inf}, {@code Infinity} and
 * {@code NaN} in any case. Underscores are refused, as Prometheus does.
 *
 * <p>Hot path: up to 19 digits are gathered in a long, eight at a time, and converted by {@link
 * Decimals}; no allocation. All else takes the slow path over a {@code String}. The result is in
 * the fields and lives until the next call. One thread.
 */
public final class NumberReader {
  /** Prometheus' {@code NormalNaN}: every NaN of a page becomes this one. */
  public static final double NAN = Double.longBitsToDouble(0x7ff8000000000001L);

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int MAX_DIGITS = 19;
  private static final int EXPONENT_CAP = 100_000;

  private long significand;
  private int writtenExponent;
  private double value;
  private int end;
  private String problem = "";

  /** The number; undefined after a failure. */
  public double value() {
    return value;
  }

  /** The index after the number, or after the bytes that were taken for one. */
  public int end() {
    return end;
  }

  /** Why the last call failed. */
  public String problem() {
    return problem;
  }

  /**
   * Reads the number that starts at {@code from} and reaches to the next blank, tab, line end or to
   * {@code limit}.
   *
   * @return false where there is none; see {@link #problem}
   */
  public boolean read(byte[] page, int from, int limit) {
    boolean negative = from < limit && page[from] == '-';
    int digitsFrom = negative || (from < limit && page[from] == '+') ? from + 1 : from;
    significand = 0;
    int p = gather(page, digitsFrom, limit, MAX_DIGITS);
    int digits = p - digitsFrom;
    int exponent = 0;
    if (p < limit && page[p] == '.') {
      int fractionFrom = p + 1;
      p = gather(page, fractionFrom, limit, MAX_DIGITS - digits);
      exponent = fractionFrom - p;
      digits -= exponent;
    }
    if (digits == 0
        || (digits > MAX_DIGITS && digits - leadingZeros(page, digitsFrom, p) > MAX_DIGITS)) {
      return readSlowly(page, from, limit);
    }
    if (p < limit && (page[p] | 0x20) == 'e') {
      p = exponent(page, p + 1, limit);
      if (p < 0) {
        return readSlowly(page, from, limit);
      }
      exponent += writtenExponent;
    }
    if (p < limit && !endsNumber(page[p])) {
      return readSlowly(page, from, limit);
    }
    double magnitude = Decimals.toDouble(significand, exponent);
    if (Double.isNaN(magnitude)) {
      return readSlowly(page, from, limit);
    }
    value = negative ? -magnitude : magnitude;
    end = p;
    return true;
  }

  /**
   * Appends the digits that start at {@code from} to the significand, which may overflow where
   * there are more than {@code room}.
   *
   * @return the index after them
   */
  private int gather(byte[] page, int from, int limit, int room) {
    long gathered = significand;
    int p = from;
    while (p + 8 <= limit && p - from <= room - 8) {
      long chunk = (long) LONGS.get(page, p);
      if (!areDigits(chunk)) {
        break;
      }
      gathered = gathered * 100_000_000L + eightDigits(chunk);
      p += 8;
    }
    while (p < limit && page[p] >= '0' && page[p] <= '9') {
      gathered = gathered * 10 + (page[p] - '0');
      p++;
    }
    significand = gathered;
    return p;
  }

  /** The zeros before the first other digit. */
  private static int leadingZeros(byte[] page, int from, int to) {
    int zeros = 0;
    for (int p = from; p < to && (page[p] == '0' || page[p] == '.'); p++) {
      zeros += page[p] == '0' ? 1 : 0;
    }
    return zeros;
  }

  private int exponent(byte[] page, int from, int limit) {
    boolean down = from < limit && page[from] == '-';
    int digitsFrom = down || (from < limit && page[from] == '+') ? from + 1 : from;
    int p = digitsFrom;
    int written = 0;
    while (p < limit && page[p] >= '0' && page[p] <= '9') {
      written = Math.min(written * 10 + (page[p] - '0'), EXPONENT_CAP);
      p++;
    }
    writtenExponent = down ? -written : written;
    return p == digitsFrom ? -1 : p;
  }

  private static boolean endsNumber(int c) {
    return c == '\n' || c == ' ' || c == '\t' || c == '\r';
  }

  /** True where all eight bytes are ASCII digits. */
  private static boolean areDigits(long chunk) {
    // Adding 0x46 sets the top bit of a byte above '9', subtracting 0x30 that of one below '0'.
    return (((chunk + 0x4646464646464646L) | (chunk - 0x3030303030303030L)) & 0x8080808080808080L)
        == 0;
  }

  /** The value of eight ASCII digits, the first in the lowest byte: three multiplications. */
  private static long eightDigits(long chunk) {
    long v = chunk - 0x3030303030303030L;
    v = (v * 10) + (v >>> 8);
    return ((((v & 0x000000FF000000FFL) * 0x000F424000000064L)
                + (((v >>> 16) & 0x000000FF000000FFL) * 0x0000271000000001L))
            >>> 32)
        & 0xFFFFFFFFL;
  }

  private boolean readSlowly(byte[] page, int from, int limit) {
    int to = from;
    while (to < limit && !endsNumber(page[to])) {
      to++;
    }
    end = to;
    double parsed = parse(page, from, to);
    value = parsed;
    return problem.isEmpty();
  }

  private double parse(byte[] page, int from, int to) {
    problem = "";
    boolean signed = to > from && (page[from] == '-' || page[from] == '+');
    int p = signed ? from + 1 : from;
    boolean negative = signed && page[from] == '-';
    if (isWord(page, p, to, "inf") || isWord(page, p, to, "infinity")) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (!signed && isWord(page, p, to, "nan")) {
      return NAN;
    }
    if (!isDecimal(page, p, to) && !isHexadecimal(page, p, to)) {
      problem = "is not a number";
      return NAN;
    }
    // Java's grammar contains Go's, but for what the two checks above have excluded.
    double parsed =
        Double.parseDouble(new String(page, from, to - from, StandardCharsets.ISO_8859_1));
    if (Double.isInfinite(parsed)) {
      problem = "is too large for a 64-bit float";
    }
    return parsed;
  }

  private static boolean isWord(byte[] page, int from, int to, String word) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if ((page[from + i] | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDecimal(byte[] page, int from, int to) {
    int p = skipDigits(page, from, to, false);
    int digits = p - from;
    if (p < to && page[p] == '.') {
      int fraction = skipDigits(page, p + 1, to, false);
      digits += fraction - p - 1;
      p = fraction;
    }
    if (digits == 0) {
      return false;
    }
    return p == to || ((page[p] | 0x20) == 'e' && isExponent(page, p + 1, to));
  }

  private static boolean isHexadecimal(byte[] page, int from, int to) {
    if (to - from < 2 || page[from] != '0' || (page[from + 1] | 0x20) != 'x') {
      return false;
    }
    int p = skipDigits(page, from + 2, to, true);
    int digits = p - from - 2;
    if (p < to && page[p] == '.') {
      int fraction = skipDigits(page, p + 1, to, true);
      digits += fraction - p - 1;
      p = fraction;
    }
    return digits > 0 && p < to && (page[p] | 0x20) == 'p' && isExponent(page, p + 1, to);
  }

  private static boolean isExponent(byte[] page, int from, int to) {
    int p = from < to && (page[from] == '-' || page[from] == '+') ? from + 1 : from;
    return p < to && skipDigits(page, p, to, false) == to;
  }

  private static int skipDigits(byte[] page, int from, int to, boolean hexadecimal) {
    int p = from;
    while (p < to) {
      int c = page[p];
      int letter = c | 0x20;
      if (!((c >= '0' && c <= '9') || (hexadecimal && letter >= 'a' && letter <= 'f'))) {
        break;
      }
      p++;
    }
    return p;
  }
}
