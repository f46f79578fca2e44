package io.benchstream.scrape.exposition;

/**
 * OpenMetrics text 1.0.0: one blank where a blank is due and nowhere else, times in seconds,
 * exemplars, and {@code # EOF} at the end. Grammar: <a
 * href="https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md">the
 * specification</a>, with quoted names as Prometheus reads them. As there, the rules between lines
 * (grouping, suffixes by type) are not enforced.
 */
final class OpenMetricsCursor extends ExpositionCursor {
  private static final double MILLIS = 1000;
  private static final double BEYOND_LONG = 0x1p63;

  private boolean ended;
  private long milliseconds;

  OpenMetricsCursor() {}

  @Override
  public void resume(int lineStart, MetricType type) {
    super.resume(lineStart, type);
    ended = false;
  }

  @Override
  public Entry next() {
    if (ended) {
      return Entry.END;
    }
    int p = position;
    if (p >= limit) {
      ended = true;
      return bad(fail(p, "the page does not end with '# EOF'; it may have been cut off"));
    }
    return page[p] == '#' ? comment(p) : sample(p);
  }

  private Entry sample(int at) {
    int p;
    if (isNameStart(at)) {
      p = sampleName(at);
      if (p < limit && page[p] == '{') {
        p = labelsOfSample(p + 1, false);
      }
    } else if (page[at] == '{') {
      p = namelessSample(at, false);
    } else {
      p = expected(at, "a metric name, '{' or '# ' at the start of a line");
    }
    if (p < 0) {
      return Entry.BAD_LINE;
    }
    valueFrom = p + 1;
    p = number(p, "a value after the series");
    if (p < 0) {
      return Entry.BAD_LINE;
    }
    value = number.value();
    int end = finishLine(p);
    if (end < 0) {
      return Entry.BAD_LINE;
    }
    position = end + 1;
    return Entry.SAMPLE;
  }

  @Override
  public int finishLine(int afterValue) {
    hasTimestamp = false;
    hasExemplar = false;
    int p = afterValue;
    if (p + 1 < limit && page[p] == ' ' && page[p + 1] != '#') {
      p = seconds(p);
      timestamp = milliseconds;
      hasTimestamp = p >= 0;
    }
    if (p >= 0 && startsWith(p, " # {")) {
      p = exemplar(p + 4);
    }
    if (p >= limit) {
      return fail(p, "the line has no line feed, and the page does not end with '# EOF'");
    }
    return p < 0 || page[p] == '\n' ? p : expected(p, "the end of the line");
  }

  private int exemplar(int at) {
    int p = labelsOfExemplar(at);
    p = p < 0 ? p : number(p, "a value after the exemplar's labels");
    if (p < 0) {
      return -1;
    }
    exemplarValue = number.value();
    exemplarHasTimestamp = p < limit && page[p] == ' ';
    if (exemplarHasTimestamp) {
      p = seconds(p);
      exemplarTimestamp = milliseconds;
    }
    hasExemplar = p >= 0;
    return p;
  }

  /** One blank and a number. */
  private int number(int at, String what) {
    if (at >= limit || page[at] != ' ') {
      return expected(at, "one blank and " + what);
    }
    if (atLineEnd(at + 1) || page[at + 1] == ' ') {
      return expected(at + 1, what);
    }
    return number.read(page, at + 1, limit) ? number.end() : badNumber(at + 1);
  }

  /** One blank and a time in seconds, cut off to whole milliseconds as Prometheus does. */
  private int seconds(int at) {
    int after = number(at, "a timestamp");
    if (after < 0) {
      return -1;
    }
    double millis = number.value() * MILLIS;
    if (!(Math.abs(millis) < BEYOND_LONG)) {
      return fail(at + 1, "the timestamp is not a time in seconds");
    }
    milliseconds = (long) millis;
    return after;
  }

  private Entry comment(int at) {
    if (startsWith(at, "# EOF")) {
      int after = at + 5;
      ended = after >= limit || (page[after] == '\n' && after + 1 == limit);
      if (ended) {
        position = limit;
        return Entry.END;
      }
      fail(Math.min(after + 1, limit), "there is more after '# EOF'");
      ended = true;
      return Entry.BAD_LINE;
    }
    boolean help = startsWith(at, "# HELP ");
    boolean unit = startsWith(at, "# UNIT ");
    if (!help && !unit && !startsWith(at, "# TYPE ")) {
      expected(at, "'# HELP ', '# TYPE ', '# UNIT ' or '# EOF'");
      return Entry.BAD_LINE;
    }
    int name = familyName(at + 7, help ? "HELP" : unit ? "UNIT" : "TYPE");
    if (name < 0) {
      return Entry.BAD_LINE;
    }
    int end = lineEnd(name);
    if (end >= limit || page[name] != ' ') {
      expected(name, "a blank and a text after the metric's name");
      return Entry.BAD_LINE;
    }
    textFrom = name + 1;
    textTo = end;
    position = end + 1;
    return help ? help() : unit ? unit() : typed();
  }

  private Entry help() {
    return Utf8.isValid(page, textFrom, textTo)
        ? Entry.HELP
        : bad(fail(textFrom, "the help text is not valid UTF-8"));
  }

  private Entry unit() {
    String unit = text();
    return unit.isEmpty() || name().endsWith("_" + unit)
        ? Entry.UNIT
        : bad(fail(textFrom, "the unit is not the last part of the metric's name"));
  }

  private Entry typed() {
    MetricType named = MetricType.ofOpenMetrics(text());
    if (named == null) {
      return bad(
          expected(
              textFrom,
              "one of counter, gauge, histogram, gaugehistogram, summary, info, stateset,"
                  + " unknown"));
    }
    type = named;
    return Entry.TYPE;
  }

  /** Names what a failure that has been recorded means for {@link #next}. */
  private static Entry bad(int failure) {
    return failure < 0 ? Entry.BAD_LINE : Entry.SAMPLE;
  }
}
