package io.benchstream.publisher.remotewrite;

/** Finds the borders between the series of an encoded request, to divide it. */
public final class TimeSeriesRanges {
  private TimeSeriesRanges() {}

  /**
   * A border near the middle of a range of whole series.
   *
   * @return behind {@code from} and up to {@code to}; {@code to} itself where there is one series
   */
  public static int middle(byte[] request, int from, int to) {
    int half = from + (to - from) / 2;
    int last = from;
    int border = next(request, from);
    while (border < half) {
      last = border;
      border = next(request, border);
    }
    // Where the half lies in the last series, the border in front of it is the one.
    return border == to && last > from ? last : border;
  }

  /** Number of series in a range of whole ones. */
  public static int count(byte[] request, int from, int to) {
    int count = 0;
    for (int at = from; at < to; at = next(request, at)) {
      count++;
    }
    return count;
  }

  /** The border behind the series that begins here. */
  private static int next(byte[] request, int at) {
    int position = at + 1;
    int length = 0;
    int shift = 0;
    byte part;
    do {
      part = request[position++];
      length |= (part & 0x7f) << shift;
      shift += 7;
    } while (part < 0);
    return position + length;
  }
}
