package io.benchstream.scrape.exposition;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A pull cursor over a page of metrics: {@link #next} steps from entry to entry, the accessors read
 * the entry it stands on.
 *
 * <p>Lifetime: everything an accessor gives is read from the page's own bytes and is right until
 * the next call of {@link #next}, {@link #finishLine} or {@link #reset}; strings are copies and
 * stay. The page must not change meanwhile. A cursor serves any number of pages, one after the
 * other, in one thread.
 *
 * <p>A line is the unit of recovery: no entry reaches over a line end, so that after a {@link
 * Entry#BAD_LINE} the next line can be read as if nothing had been. The caller decides whether to
 * go on.
 *
 * <p>Hot path: positions in the page are kept as ints, and nothing is allocated for a sample.
 */
public abstract sealed class ExpositionCursor permits TextCursor, OpenMetricsCursor {
  private static final int INTS_PER_LABEL = 4;
  private static final int EXCERPT = 40;

  private static final byte LABEL_START = 1;
  private static final byte NAME_START = 2;
  private static final byte DIGIT = 4;

  /** What an ASCII character may be part of. */
  private static final byte[] CLASSES = new byte[128];

  static {
    for (char c = 'a'; c <= 'z'; c++) {
      CLASSES[c] = LABEL_START | NAME_START;
      CLASSES[c - 'a' + 'A'] = LABEL_START | NAME_START;
    }
    CLASSES['_'] = LABEL_START | NAME_START;
    CLASSES[':'] = NAME_START;
    for (char c = '0'; c <= '9'; c++) {
      CLASSES[c] = DIGIT;
    }
  }

  final NumberReader number = new NumberReader();
  byte[] page = new byte[0];
  int limit;

  /** The start of the next line. */
  int position;

  boolean hasTimestamp;
  long timestamp;
  double value;
  int valueFrom;
  int textFrom;
  int textTo;
  MetricType type = MetricType.UNKNOWN;

  boolean hasExemplar;
  double exemplarValue;
  boolean exemplarHasTimestamp;
  long exemplarTimestamp;

  private int exemplarLabels;
  private int exemplarLabelsEnd;
  private int seriesFrom;
  private int seriesTo;
  private int nameFrom;
  private int nameTo;

  /** Four positions a label: its name from and to, its value from and to. */
  private int[] labels = new int[16 * INTS_PER_LABEL];

  private int labelCount;
  private int problemAt;
  private String problemReason = "";
  private boolean problemQuotes;

  ExpositionCursor() {}

  /** Starts on the first {@code length} bytes of {@code page}. */
  public final void reset(byte[] page, int length) {
    this.page = page;
    this.limit = length;
    this.problemReason = "";
    resume(0, MetricType.UNKNOWN);
  }

  /**
   * Goes on at {@code lineStart}, which must be the first byte of a line of the page.
   *
   * @param type the type in force there
   */
  public void resume(int lineStart, MetricType type) {
    this.position = lineStart;
    this.type = type;
  }

  /** Steps to the next entry. */
  public abstract Entry next();

  /**
   * Reads what may follow a value that ends at {@code afterValue}: a timestamp, an exemplar.
   *
   * @return the index of the line's end, or -1 where it is a bad line
   */
  public abstract int finishLine(int afterValue);

  /** The first byte of the line that {@link #next} will read. */
  public final int position() {
    return position;
  }

  /** SAMPLE: where name and labels start. */
  public final int seriesStart() {
    return seriesFrom;
  }

  /** SAMPLE: where name and labels end. */
  public final int seriesEnd() {
    return seriesTo;
  }

  /** SAMPLE: where the value starts. */
  public final int valueStart() {
    return valueFrom;
  }

  /** SAMPLE: the value; every NaN is {@link NumberReader#NAN}. */
  public final double value() {
    return value;
  }

  /** SAMPLE: whether it has a time of its own. */
  public final boolean hasTimestamp() {
    return hasTimestamp;
  }

  /** SAMPLE with a time: milliseconds since the epoch. */
  public final long timestamp() {
    return timestamp;
  }

  /** SAMPLE, HELP, TYPE, UNIT: the name of the metric, without quotes and escapes. */
  public final String name() {
    return unescape(nameFrom, nameTo);
  }

  /** SAMPLE: the number of labels as written, the name not among them. */
  public final int labelCount() {
    return labelCount;
  }

  /** SAMPLE: the name of label {@code index}, without quotes and escapes. */
  public final String labelName(int index) {
    int at = index * INTS_PER_LABEL;
    return unescape(labels[at], labels[at + 1]);
  }

  /** SAMPLE: the value of label {@code index}, without escapes. */
  public final String labelValue(int index) {
    int at = index * INTS_PER_LABEL;
    return unescape(labels[at + 2], labels[at + 3]);
  }

  /** SAMPLE: the exemplar, where the line has one. */
  public final Optional<Exemplar> exemplar() {
    if (!hasExemplar) {
      return Optional.empty();
    }
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = exemplarLabels; i < exemplarLabelsEnd; i++) {
      named.put(labelName(i), labelValue(i));
    }
    return Optional.of(
        new Exemplar(
            named,
            exemplarValue,
            exemplarHasTimestamp ? OptionalLong.of(exemplarTimestamp) : OptionalLong.empty()));
  }

  /** HELP, UNIT, COMMENT: the text as it is on the page, escapes and all. */
  public final String text() {
    return string(textFrom, textTo);
  }

  /** The type that the last TYPE entry gave; {@link MetricType#UNKNOWN} before any. */
  public final MetricType type() {
    return type;
  }

  /** BAD_LINE: what is wrong with it. */
  public final ParseProblem problem() {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < problemAt; i++) {
      if (page[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    String reason = problemQuotes ? problemReason + ", found " + excerpt() : problemReason;
    return new ParseProblem(line, problemAt - lineStart + 1, reason);
  }

  /** A problem that the caller has found at a position of the page. */
  public final ParseProblem problem(int at, String reason) {
    fail(at, reason);
    return problem();
  }

  // What the grammars share. An int result is the index after what was read, or -1 after a failure.

  final int fail(int at, String reason) {
    problemAt = at;
    problemReason = reason;
    problemQuotes = false;
    position = Math.min(limit, lineEnd(at) + 1);
    return -1;
  }

  final int expected(int at, String what) {
    fail(at, "expected " + what);
    problemQuotes = true;
    return -1;
  }

  final int badNumber(int at) {
    int to = Math.min(number.end(), at + EXCERPT);
    return fail(at, "'%s' %s".formatted(printable(at, to), number.problem()));
  }

  /** The index of the line feed at or after {@code at}, or the limit. */
  final int lineEnd(int at) {
    int p = at;
    while (p < limit && page[p] != '\n') {
      p++;
    }
    return p;
  }

  final boolean atLineEnd(int at) {
    return at >= limit || page[at] == '\n';
  }

  final int skipBlanks(int at) {
    int p = at;
    while (p < limit && (page[p] == ' ' || page[p] == '\t')) {
      p++;
    }
    return p;
  }

  final boolean startsWith(int at, String ascii) {
    if (at + ascii.length() > limit) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (page[at + i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  final boolean isNameStart(int at) {
    return at < limit && page[at] >= 0 && (CLASSES[page[at]] & NAME_START) != 0;
  }

  /** The name of a family in a comment, quoted or not. */
  final int familyName(int at, String keyword) {
    if (at < limit && page[at] == '"') {
      int after = quoted(at, "a name in quotes");
      nameFrom = at + 1;
      nameTo = after - 1;
      return after;
    }
    if (!isNameStart(at)) {
      return expected(at, "the name of a metric after " + keyword);
    }
    nameFrom = at;
    nameTo = word(at, NAME_START | DIGIT);
    return nameTo;
  }

  /** The plain name that starts a sample. */
  final int sampleName(int at) {
    startSample(at);
    nameFrom = at;
    nameTo = word(at, NAME_START | DIGIT);
    seriesTo = nameTo;
    return nameTo;
  }

  /** A sample whose name is in the braces that are at {@code at}. */
  final int namelessSample(int at, boolean blanks) {
    startSample(at);
    nameFrom = -1;
    int after = labelsOfSample(at + 1, blanks);
    return after >= 0 && nameFrom < 0
        ? fail(at, "the series has no metric name, neither before the braces nor in them")
        : after;
  }

  /** The labels after an opening brace, to the closing one. */
  final int labelsOfSample(int at, boolean blanks) {
    int after = labels(at, blanks, true);
    seriesTo = after;
    return after;
  }

  /** The labels of an exemplar. */
  final int labelsOfExemplar(int at) {
    // They are kept behind those of the sample.
    exemplarLabels = labelCount;
    int after = labels(at, false, false);
    exemplarLabelsEnd = labelCount;
    labelCount = exemplarLabels;
    return after;
  }

  /** A quoted string without line feeds, in UTF-8. */
  final int quoted(int at, String what) {
    if (at >= limit || page[at] != '"') {
      return expected(at, what);
    }
    int seen = 0;
    int p = at + 1;
    while (p < limit) {
      int c = page[p];
      if (c == '"') {
        return seen >= 0 || Utf8.isValid(page, at + 1, p)
            ? p + 1
            : fail(at, "the string in quotes is not valid UTF-8");
      }
      if (c == '\n') {
        break;
      }
      seen |= c;
      p += c == '\\' && p + 1 < limit && page[p + 1] != '\n' ? 2 : 1;
    }
    return fail(at, "the string is not closed: no quote before the end of the line");
  }

  private void startSample(int at) {
    seriesFrom = at;
    labelCount = 0;
    hasTimestamp = false;
  }

  private int labels(int at, boolean blanks, boolean mayName) {
    int p = blanks ? skipBlanks(at) : at;
    while (p < limit && page[p] != '}') {
      int from = p;
      boolean inQuotes = page[p] == '"';
      if (inQuotes) {
        p = quoted(p, "a label name");
        if (p < 0) {
          return -1;
        }
      } else if (page[p] >= 0 && (CLASSES[page[p]] & LABEL_START) != 0) {
        p = word(p, LABEL_START | DIGIT);
      } else {
        return expected(p, "a label name or '}'");
      }
      int to = p;
      p = blanks ? skipBlanks(p) : p;
      if (inQuotes && mayName && p < limit && (page[p] == ',' || page[p] == '}')) {
        if (nameFrom >= 0) {
          return fail(from, "a second metric name, or a label without a value");
        }
        if (to - from == 2) {
          return fail(from, "the metric name is empty");
        }
        nameFrom = from + 1;
        nameTo = to - 1;
        p = page[p] == ',' ? afterComma(p, blanks) : p;
        continue;
      }
      p = labelValue(p, inQuotes ? from + 1 : from, inQuotes ? to - 1 : to, blanks);
      if (p < 0) {
        return -1;
      }
    }
    return p < limit ? p + 1 : expected(p, "'}' after the labels");
  }

  private int labelValue(int at, int labelFrom, int labelTo, boolean blanks) {
    if (labelFrom == labelTo) {
      return fail(labelFrom, "the label name is empty");
    }
    if (at >= limit || page[at] != '=') {
      return expected(at, "'=' after the label name");
    }
    int from = blanks ? skipBlanks(at + 1) : at + 1;
    int p = quoted(from, "a label value in double quotes");
    if (p < 0) {
      return -1;
    }
    addLabel(labelFrom, labelTo, from + 1, p - 1);
    p = blanks ? skipBlanks(p) : p;
    if (p < limit && page[p] == ',') {
      return afterComma(p, blanks);
    }
    // Prometheus lets labels of the text format follow each other without a comma.
    return blanks || (p < limit && page[p] == '}') ? p : expected(p, "',' or '}' after the label");
  }

  private int afterComma(int at, boolean blanks) {
    return blanks ? skipBlanks(at + 1) : at + 1;
  }

  private void addLabel(int nameFrom, int nameTo, int valueFrom, int valueTo) {
    int at = labelCount * INTS_PER_LABEL;
    if (at == labels.length) {
      labels = Arrays.copyOf(labels, labels.length * 2);
    }
    labels[at] = nameFrom;
    labels[at + 1] = nameTo;
    labels[at + 2] = valueFrom;
    labels[at + 3] = valueTo;
    labelCount++;
  }

  private int word(int at, int classes) {
    int p = at;
    while (p < limit && page[p] >= 0 && (CLASSES[page[p]] & classes) != 0) {
      p++;
    }
    return p;
  }

  final String string(int from, int to) {
    return new String(page, from, to - from, StandardCharsets.UTF_8);
  }

  /** Undoes {@code \"}, {@code \\} and {@code \n}; any other backslash stands for itself. */
  private String unescape(int from, int to) {
    String raw = string(from, to);
    if (raw.indexOf('\\') < 0) {
      return raw;
    }
    StringBuilder plain = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      char next = c == '\\' && i + 1 < raw.length() ? raw.charAt(i + 1) : 0;
      if (next == '"' || next == '\\' || next == 'n') {
        plain.append(next == 'n' ? '\n' : next);
        i++;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  private String excerpt() {
    if (atLineEnd(problemAt)) {
      return problemAt >= limit ? "the end of the page" : "the end of the line";
    }
    int to = problemAt + 1;
    int end = Math.min(lineEnd(problemAt), problemAt + EXCERPT);
    while (to < end && page[to] != ' ' && page[to] != '\t') {
      to++;
    }
    return "'" + printable(problemAt, to) + "'";
  }

  private String printable(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      byte b = page[i];
      if (b < ' ' || b == 0x7F) {
        text.append("\\x%02x".formatted(b));
      } else {
        text.append((char) b);
      }
    }
    return text.toString();
  }
}
