package io.benchstream.aggregator.session;

import io.benchstream.aggregator.bytes.CompactReader;
import io.benchstream.aggregator.bytes.CompactWriter;
import java.util.Map;

/**
 * What was asked for a session so far.
 *
 * @param number of the last request
 * @param windows by window id what was asked for, as text to compare
 */
public record Asked(long number, Map<String, String> windows) {
  static final Asked NOTHING = new Asked(0, Map.of());

  public Asked {
    windows = Map.copyOf(windows);
  }

  public byte[] toBytes() {
    return new CompactWriter().unsigned(number).texts(windows).toBytes();
  }

  public static Asked of(byte[] bytes) {
    CompactReader in = new CompactReader(bytes);
    return new Asked(in.unsigned(), in.texts());
  }
}
