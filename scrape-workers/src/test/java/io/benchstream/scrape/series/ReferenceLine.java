package io.benchstream.scrape.series;

import io.benchstream.scrape.exposition.Format;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a page, read by regular expressions over a string in which a character is a byte.
 * Slow and plain: the parsers are compared with it.
 */
sealed interface ReferenceLine {
  /** A name and labels as they are written, unescaped; a value; perhaps a time. */
  record Sample(String raw, Map<String, String> labels, double value, OptionalLong time)
      implements ReferenceLine {}

  record Type(String type) implements ReferenceLine {}

  record Nothing() implements ReferenceLine {}

  record Bad() implements ReferenceLine {}

  record Eof() implements ReferenceLine {}

  String STRING = "\"(?:\\\\.|[^\"\\\\])*+\"";
  String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*+";
  String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*+";
  Pattern DECIMAL = Pattern.compile("[-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?");
  Pattern HEXADECIMAL =
      Pattern.compile("[-+]?0[xX](?:\\p{XDigit}+\\.?\\p{XDigit}*|\\.\\p{XDigit}+)[pP][-+]?\\d+");
  Pattern TEXT_SAMPLE =
      Pattern.compile(
          "[ \\t]*+((?:(%s)[ \\t]*+)?+(\\{(?:%s|[^\"{}])*+\\})?+)[ \\t]*([^ \\t\\r]++)(?:[ \\t]+(-?\\d++))?[ \\t]*(#.*)?(\\r)?"
              .formatted(NAME, STRING),
          Pattern.DOTALL);
  Pattern OM_SAMPLE =
      Pattern.compile(
          "((?:(%1$s))?+(\\{(?:%2$s|[^\"{}])*+\\})?+) ([^ \\t\\r]++)(?: ([^ \\t\\r#][^ \\t\\r]*+))?(?: # (\\{(?:%2$s|[^\"{}])*+\\}) ([^ \\t\\r]++)(?: ([^ \\t\\r]++))?)?"
              .formatted(NAME, STRING),
          Pattern.DOTALL);
  Pattern ITEM = item("");
  Pattern ITEM_WITH_BLANKS = item("[ \\t]*");
  Pattern COMMENT = Pattern.compile("[ \\t]*#.*", Pattern.DOTALL);
  Pattern EMPTY = Pattern.compile("[ \\t]*\\r?");
  Pattern STRICTLY_EMPTY = Pattern.compile("[ \\t]*");
  Pattern TEXT_META =
      Pattern.compile(
          "[ \\t]*#[ \\t]+(HELP|TYPE)[ \\t]+(?:(%s)|(%s))?+(.*)".formatted(NAME, STRING),
          Pattern.DOTALL);
  Pattern OM_META =
      Pattern.compile(
          "# (HELP|TYPE|UNIT) (?:(%s)|(%s)) (.*)".formatted(NAME, STRING), Pattern.DOTALL);

  private static Pattern item(String space) {
    return Pattern.compile(
        "(?:(%1$s)|(%2$s))%3$s(?:=%3$s(%2$s)%3$s(,%3$s)?|(?=[,}])(,%3$s)?)"
            .formatted(LABEL, STRING, space),
        Pattern.DOTALL);
  }

  static ReferenceLine of(String line, Format format, Format.Mode mode) {
    return format == Format.TEXT ? text(line, mode == Format.Mode.LENIENT) : openMetrics(line);
  }

  private static ReferenceLine text(String line, boolean lenient) {
    if ((lenient ? EMPTY : STRICTLY_EMPTY).matcher(line).matches()) {
      return new Nothing();
    }
    if (COMMENT.matcher(line).matches()) {
      Matcher meta = TEXT_META.matcher(line);
      if (!meta.matches()) {
        return new Nothing();
      }
      if (meta.group(2) == null && (meta.group(3) == null || !isUtf8(meta.group(3)))) {
        return new Bad();
      }
      String rest = meta.group(4).isEmpty() ? "" : meta.group(4).substring(1);
      if (lenient && rest.endsWith("\r")) {
        rest = rest.substring(0, rest.length() - 1);
      }
      if (meta.group(1).equals("HELP")) {
        return isUtf8(rest) ? new Nothing() : new Bad();
      }
      String type = utf8(rest).strip();
      return type.matches("counter|gauge|histogram|summary|untyped") ? new Type(type) : new Bad();
    }
    Matcher sample = TEXT_SAMPLE.matcher(line);
    if (!sample.matches()) {
      return new Bad();
    }
    boolean commentOrReturn = sample.group(6) != null || sample.group(7) != null;
    if (!lenient && commentOrReturn) {
      return new Bad();
    }
    Map<String, String> labels = labels(sample.group(2), sample.group(3), true);
    Double value = number(sample.group(4));
    OptionalLong time = OptionalLong.empty();
    if (sample.group(5) != null) {
      try {
        time = OptionalLong.of(Long.parseLong(sample.group(5)));
      } catch (NumberFormatException e) {
        return new Bad();
      }
    }
    if (labels == null || value == null) {
      return new Bad();
    }
    String raw = sample.group(3) == null ? sample.group(2) : sample.group(1);
    return new Sample(String.valueOf(raw), labels, value, time);
  }

  private static ReferenceLine openMetrics(String line) {
    if (line.equals("# EOF")) {
      return new Eof();
    }
    if (line.startsWith("#")) {
      Matcher meta = OM_META.matcher(line);
      if (!meta.matches() || (meta.group(3) != null && !isUtf8(meta.group(3)))) {
        return new Bad();
      }
      String rest = meta.group(4);
      String name = meta.group(2) != null ? meta.group(2) : unquote(meta.group(3));
      return switch (meta.group(1)) {
        case "HELP" -> isUtf8(rest) ? new Nothing() : new Bad();
        case "UNIT" ->
            rest.isEmpty() || name.endsWith("_" + utf8(rest)) ? new Nothing() : new Bad();
        default ->
            rest.matches("counter|gauge|histogram|gaugehistogram|summary|info|stateset|unknown")
                ? new Type(rest)
                : new Bad();
      };
    }
    Matcher sample = OM_SAMPLE.matcher(line);
    if (!sample.matches()) {
      return new Bad();
    }
    Map<String, String> labels = labels(sample.group(2), sample.group(3), false);
    Double value = number(sample.group(4));
    if (labels == null || value == null) {
      return new Bad();
    }
    OptionalLong time = OptionalLong.empty();
    if (sample.group(5) != null) {
      time = seconds(sample.group(5));
      if (time.isEmpty()) {
        return new Bad();
      }
    }
    if (sample.group(6) != null
        && (labels("", sample.group(6), false) == null
            || number(sample.group(7)) == null
            || (sample.group(8) != null && seconds(sample.group(8)).isEmpty()))) {
      return new Bad();
    }
    return new Sample(sample.group(1), labels, value, time);
  }

  private static OptionalLong seconds(String text) {
    Double seconds = number(text);
    return seconds == null || !(Math.abs(seconds * 1000) < 0x1p63)
        ? OptionalLong.empty()
        : OptionalLong.of((long) (seconds * 1000));
  }

  /** The labels by name, {@code __name__} among them; null where they cannot be read. */
  private static @Nullable Map<String, String> labels(
      @Nullable String name, @Nullable String braces, boolean blanks) {
    Map<String, String> labels = new LinkedHashMap<>();
    if (name != null) {
      labels.put("__name__", name);
    }
    Pattern item = blanks ? ITEM_WITH_BLANKS : ITEM;
    if (braces != null) {
      Matcher matcher = item.matcher(braces);
      int at = 1;
      while (blanks && " \t".indexOf(braces.charAt(at)) >= 0) {
        at++;
      }
      while (at < braces.length() - 1) {
        matcher.region(at, braces.length());
        if (!matcher.lookingAt()) {
          return null;
        }
        at = matcher.end();
        String label = matcher.group(1) != null ? matcher.group(1) : unquote(matcher.group(2));
        if (label.isEmpty() || (matcher.group(2) != null && !isUtf8(matcher.group(2)))) {
          return null;
        }
        String value = matcher.group(3);
        if (value == null) {
          if (matcher.group(1) != null || labels.put("__name__", label) != null) {
            return null;
          }
        } else {
          boolean needsComma = !blanks && matcher.group(4) == null && at < braces.length() - 1;
          if (!isUtf8(value) || needsComma || labels.put(label, unquote(value)) != null) {
            return null;
          }
        }
      }
    }
    return labels.containsKey("__name__") ? labels : null;
  }

  private static String unquote(String quoted) {
    String inner = utf8(quoted.substring(1, quoted.length() - 1));
    StringBuilder plain = new StringBuilder();
    int i = 0;
    while (i < inner.length()) {
      String two = inner.substring(i, Math.min(inner.length(), i + 2));
      String meant =
          switch (two) {
            case "\\n" -> "\n";
            case "\\\\" -> "\\";
            case "\\\"" -> "\"";
            default -> two.substring(0, 1);
          };
      plain.append(meant);
      i += (two.startsWith("\\") && !meant.equals("\\")) || two.equals("\\\\") ? 2 : 1;
    }
    return plain.toString();
  }

  static @Nullable Double number(String text) {
    if (text.equalsIgnoreCase("nan")) {
      return Double.longBitsToDouble(0x7ff8000000000001L);
    }
    if (text.matches("(?i)[-+]?inf(inity)?")) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (!DECIMAL.matcher(text).matches() && !HEXADECIMAL.matcher(text).matches()) {
      return null;
    }
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? null : value;
  }

  static boolean isUtf8(String bytes) {
    try {
      decode(bytes);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String utf8(String bytes) {
    return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private static CharBuffer decode(String bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
