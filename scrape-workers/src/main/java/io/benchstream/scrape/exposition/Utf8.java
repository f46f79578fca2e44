package io.benchstream.scrape.exposition;

/** Checks that bytes are UTF-8, as Unicode 15 defines it in table 3-7. */
final class Utf8 {
  private Utf8() {}

  /** True where the bytes are whole code points without surrogates or overlong forms. */
  static boolean isValid(byte[] bytes, int from, int to) {
    int p = from;
    while (p < to) {
      int lead = bytes[p++];
      if (lead >= 0) {
        continue;
      }
      int second = p < to ? bytes[p] & 0xFF : 0;
      int more = continuations(lead & 0xFF, second);
      if (more == 0 || p + more > to) {
        return false;
      }
      for (int i = 0; i < more; i++) {
        if ((bytes[p++] & 0xC0) != 0x80) {
          return false;
        }
      }
    }
    return true;
  }

  /** How many bytes follow a lead byte; 0 where it, or the byte after it, is not allowed. */
  private static int continuations(int lead, int second) {
    if (lead >= 0xC2 && lead <= 0xDF) {
      return 1;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
      boolean overlong = lead == 0xE0 && second < 0xA0;
      boolean surrogate = lead == 0xED && second > 0x9F;
      return overlong || surrogate ? 0 : 2;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
      boolean overlong = lead == 0xF0 && second < 0x90;
      boolean tooLarge = lead == 0xF4 && second > 0x8F;
      return overlong || tooLarge ? 0 : 3;
    }
    return 0;
  }
}
