package io.benchstream.scrape.exposition;

import io.benchstream.scrape.exposition.Format.Mode;

/**
 * The Prometheus text format 0.0.4 with the quoted names of 1.0.0. Grammar: <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition formats</a>, read
 * as Prometheus' own parser does, with two exceptions: a label value holds no raw line feed, and a
 * timestamp may be negative.
 */
final class TextCursor extends ExpositionCursor {
  private static final String HELP = "HELP";
  private static final String TYPE = "TYPE";

  private final boolean lenient;

  TextCursor(Mode mode) {
    lenient = mode == Mode.LENIENT;
  }

  @Override
  public Entry next() {
    while (position < limit) {
      int p = skipBlanks(position);
      if (p >= limit) {
        break;
      }
      byte c = page[p];
      if (c == '\n' || isReturn(p)) {
        position = lineEnd(p) + 1;
      } else if (c == '#') {
        return comment(p);
      } else {
        return sample(p);
      }
    }
    position = limit;
    return Entry.END;
  }

  private Entry sample(int at) {
    int p;
    if (isNameStart(at)) {
      p = skipBlanks(sampleName(at));
      if (p < limit && page[p] == '{') {
        p = labelsOfSample(p + 1, true);
      }
    } else if (page[at] == '{') {
      p = namelessSample(at, true);
    } else {
      p = expected(at, "a metric name, '{' or '#' at the start of a line");
    }
    if (p < 0) {
      return Entry.BAD_LINE;
    }
    p = skipBlanks(p);
    if (atLineEnd(p)) {
      expected(p, "a value after the series");
      return Entry.BAD_LINE;
    }
    if (!number.read(page, p, limit)) {
      badNumber(p);
      return Entry.BAD_LINE;
    }
    valueFrom = p;
    value = number.value();
    int end = finishLine(number.end());
    if (end < 0) {
      return Entry.BAD_LINE;
    }
    position = end + 1;
    return Entry.SAMPLE;
  }

  @Override
  public int finishLine(int afterValue) {
    hasTimestamp = false;
    int p = skipBlanks(afterValue);
    if (!endsSample(p)) {
      p = milliseconds(p);
      if (p < 0) {
        return -1;
      }
      p = skipBlanks(p);
      if (!endsSample(p)) {
        return expected(p, "the end of the line after the timestamp");
      }
    }
    return lineEnd(p);
  }

  private boolean endsSample(int at) {
    return atLineEnd(at) || isReturn(at) || (lenient && page[at] == '#');
  }

  /** A carriage return before a line feed. */
  private boolean isReturn(int at) {
    return lenient && page[at] == '\r' && atLineEnd(at + 1);
  }

  private int milliseconds(int at) {
    boolean negative = page[at] == '-';
    int p = negative ? at + 1 : at;
    int from = p;
    long time = 0;
    while (p < limit && page[p] >= '0' && page[p] <= '9') {
      int digit = page[p] - '0';
      if (time > (Long.MAX_VALUE - digit) / 10) {
        return fail(at, "the timestamp is beyond 64 bits of milliseconds");
      }
      time = time * 10 + digit;
      p++;
    }
    if (p == from) {
      return expected(at, "a timestamp in whole milliseconds or the end of the line");
    }
    hasTimestamp = true;
    timestamp = negative ? -time : time;
    return p;
  }

  private Entry comment(int at) {
    int keyword = skipBlanks(at + 1);
    boolean help = isKeyword(keyword, HELP);
    if (keyword == at + 1 || !(help || isKeyword(keyword, TYPE))) {
      textFrom = at;
      textTo = lineEnd(at);
      position = textTo + 1;
      return Entry.COMMENT;
    }
    int name = familyName(skipBlanks(keyword + HELP.length()), help ? HELP : TYPE);
    if (name < 0) {
      return Entry.BAD_LINE;
    }
    int end = lineEnd(name);
    textFrom = Math.min(end, name + 1);
    textTo = lenient && end > textFrom && page[end - 1] == '\r' ? end - 1 : end;
    position = end + 1;
    return help ? help() : typed();
  }

  private boolean isKeyword(int at, String keyword) {
    int after = at + keyword.length();
    return startsWith(at, keyword) && after < limit && (page[after] == ' ' || page[after] == '\t');
  }

  private Entry help() {
    if (!Utf8.isValid(page, textFrom, textTo)) {
      fail(textFrom, "the help text is not valid UTF-8");
      return Entry.BAD_LINE;
    }
    return Entry.HELP;
  }

  private Entry typed() {
    MetricType named = MetricType.ofText(text().strip());
    if (named == null) {
      expected(textFrom, "one of counter, gauge, histogram, summary, untyped");
      return Entry.BAD_LINE;
    }
    type = named;
    return Entry.TYPE;
  }
}
